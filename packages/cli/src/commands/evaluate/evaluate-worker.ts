import { type Benchmark, type ProxyName, UsageError } from "@zerolm/core";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { judge, type Outcome } from "./evaluate-judge.js";

/** What a thread is to judge. */
export interface JudgeTask {
  readonly benchmark: Benchmark;
  readonly names: readonly ProxyName[];
  readonly flags: EvaluateFlags;
}

/** What became of it. An error loses its class between threads, so a refusal is sent as words. */
export type Judged = { readonly outcome: Outcome } | { readonly refused: string };

/** One benchmark, on a thread of its own. */
export function judgeThere({ benchmark, names, flags }: JudgeTask): Judged {
  try {
    return { outcome: judge(benchmark, names, flags) };
  } catch (error) {
    if (error instanceof UsageError) return { refused: error.message };
    throw error;
  }
}
