import type { Benchmark } from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { type LoadedProxy, loadReference } from "../proxy/load-proxy.js";
import type { ProxyReference } from "../proxy/reference.js";
import type { EvaluationOutcome } from "./evaluate-outcome.js";
import type { JudgeSettings } from "./evaluate-request.js";
import { judge } from "./judge.js";

/** What a thread is to judge. */
export interface JudgeInput {
  readonly benchmark: Benchmark;
  /** Functions cannot be sent, so each thread loads the proxies itself. */
  readonly references: readonly ProxyReference[];
  readonly settings: JudgeSettings;
}

/** Judges one benchmark, on whatever thread. */
export async function judgeJob(
  { benchmark, references, settings }: JudgeInput,
  host: TaskHost,
): Promise<EvaluationOutcome> {
  const loaded: LoadedProxy[] = [];
  for (const reference of references) loaded.push(await loadReference(reference, host));
  return await judge(benchmark, loaded, settings, host);
}
