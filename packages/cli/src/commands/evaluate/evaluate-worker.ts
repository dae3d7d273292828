import { type Benchmark, UsageError, WorkError } from "@zerolm/core";
import { nodeHost } from "@zerolm/node";
import { loadReference, type ProxyReference } from "@zerolm/tasks";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { judge, type Outcome } from "./evaluate-judge.js";

/** What a thread is to judge. */
export interface JudgeTask {
  readonly benchmark: Benchmark;
  /** Functions cannot be sent, so each thread loads the proxies itself. */
  readonly references: readonly ProxyReference[];
  readonly flags: EvaluateFlags;
}

/** What became of it. An error loses its class between threads, so a refusal is sent as words. */
export type Judged =
  | { readonly outcome: Outcome }
  | { readonly refused: string; readonly as: "usage" | "work" };

/** One benchmark, on a thread of its own. */
export async function judgeThere({ benchmark, references, flags }: JudgeTask): Promise<Judged> {
  try {
    const loaded = await Promise.all(references.map((one) => loadReference(one, nodeHost())));
    return { outcome: await judge(benchmark, loaded, flags) };
  } catch (error) {
    if (error instanceof UsageError) return { refused: error.message, as: "usage" };
    if (error instanceof WorkError) return { refused: error.message, as: "work" };
    throw error;
  }
}
