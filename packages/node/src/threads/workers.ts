import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import type { Workers } from "@zerolm/tasks";
import { type JobInput, type JobName, type JobOutput, type JobResult, outputOf } from "@zerolm/tasks/jobs";
import type { SentJob } from "./job-worker.js";

/** The script of a thread, as it was built. */
const script = (): string => createRequire(import.meta.url).resolve("@zerolm/node/job-worker.js");

/** How often the signal is passed on, in milliseconds. */
const signalEvery = 50;

/**
 * Starts threads for jobs, one a core, by Piscina.
 *
 * @returns nothing if there is one core or one job only
 * @example
 * const workers = await openWorkers(3);
 */
export async function openWorkers(jobs: number, worker?: string): Promise<Workers | undefined> {
  const threads = Math.min(availableParallelism(), jobs);
  if (threads < 2) return undefined;
  const { Piscina } = await import("piscina"); // one job alone need not wait for it
  const pool = new Piscina({ filename: worker ?? script(), minThreads: threads, maxThreads: threads });
  return {
    count: threads,
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
        const result: JobResult<Name> = await pool.run(job, { name: "runJob" });
        return outputOf(result);
      } finally {
        clearInterval(passing);
      }
    },
    close: () => pool.destroy(),
  };
}
