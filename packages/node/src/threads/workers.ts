import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import type { Workers } from "@zerolm/tasks";
import { type JobInput, type JobName, type JobOutput, type JobResult, outputOf } from "@zerolm/tasks/jobs";
import type { SentJob } from "./job-worker.js";

/** The script of a thread, as it was built. */
const script = (): string => createRequire(import.meta.url).resolve("@zerolm/node/job-worker.js");

/** How often the signal is passed on, in milliseconds. */
const signalEvery = 50;

export interface WorkersOptions {
  /** The maximum. Default: one per core. */
  readonly threads?: number | undefined;
  /** The script of a thread. Default: the one of this package. */
  readonly worker?: string | undefined;
}

/**
 * Starts threads for jobs, by Piscina.
 *
 * @returns nothing for one thread or one job
 * @example
 * const workers = await openWorkers(3);
 */
export async function openWorkers(
  jobs: number,
  { threads = availableParallelism(), worker = script() }: WorkersOptions = {},
): Promise<Workers | undefined> {
  const count = Math.min(threads, jobs);
  if (count < 2) return undefined;
  const { Piscina } = await import("piscina"); // one job alone need not wait for it
  const pool = new Piscina({ filename: worker, minThreads: count, maxThreads: count });
  // Piscina ends threads in the middle of a job. Within native code that ends the process too.
  const running = new Map<Int32Array, Promise<unknown>>();
  return {
    count,
    run: async <Name extends JobName>(
      name: Name,
      input: JobInput<Name>,
      signal?: { readonly aborted: boolean },
    ): Promise<JobOutput<Name>> => {
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const passing = setInterval(() => {
        if (signal?.aborted) Atomics.store(stop, 0, 1);
      }, signalEvery);
      try {
        const job: SentJob<Name> = { name, input, stop };
        const answer: Promise<JobResult<Name>> = pool.run(job, { name: "runJob" });
        running.set(stop, answer);
        return outputOf(await answer);
      } finally {
        running.delete(stop);
        clearInterval(passing);
      }
    },
    close: async () => {
      for (const stop of running.keys()) Atomics.store(stop, 0, 1);
      await Promise.allSettled(running.values());
      await pool.destroy();
    },
  };
}
