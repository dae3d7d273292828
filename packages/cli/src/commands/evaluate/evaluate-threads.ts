import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Benchmark, UsageError, WorkError } from "@zerolm/core";
import type { LoadedProxy } from "@zerolm/tasks";
import { interruptible } from "../../terminal/run-command.js";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { judge, type Outcome } from "./evaluate-judge.js";
import type { Judged, JudgeTask } from "./evaluate-worker.js";

/** The script of a thread, beside the built command line. There is none beside the sources, which a thread cannot load. */
const worker = join(import.meta.dirname, "evaluate-worker.js");

/**
 * Judges several benchmarks side by side, one a core; the next is read meanwhile. What is found does not depend on the threads: each
 * benchmark is judged by itself.
 *
 * @param readers one a benchmark, called in this order
 * @throws what a reader throws, and {@link UsageError} for the first benchmark that cannot be judged as asked
 */
export async function judgeAll(
  readers: readonly (() => Promise<Benchmark>)[],
  loaded: readonly LoadedProxy[],
  flags: EvaluateFlags,
): Promise<Outcome[]> {
  const threads = Math.min(availableParallelism(), readers.length);
  if (threads < 2 || !existsSync(worker)) {
    const outcomes: Outcome[] = [];
    for (const read of readers) {
      const benchmark = await read();
      outcomes.push(await interruptible(flags, (host) => judge(benchmark, loaded, flags, host)));
    }
    return outcomes;
  }
  const { Piscina } = await import("piscina"); // one benchmark alone need not wait for it
  const references = loaded.map(({ reference }) => reference);
  const pool = new Piscina({ filename: worker, minThreads: threads, maxThreads: threads });
  try {
    const judged: Promise<Judged>[] = [];
    for (const read of readers) {
      const task: JudgeTask = { benchmark: await read(), references, flags };
      const judging: Promise<Judged> = pool.run(task, { name: "judgeThere" });
      judging.catch(() => undefined); // cut short where a later benchmark cannot be read; told below otherwise
      judged.push(judging);
    }
    return (await Promise.all(judged)).map(outcomeOf);
  } finally {
    await pool.destroy();
  }
}

function outcomeOf(judged: Judged): Outcome {
  if ("refused" in judged) throw new { usage: UsageError, work: WorkError }[judged.as](judged.refused);
  return judged.outcome;
}
