import { InputError, InterruptedError, type Place, UsageError, WorkError, ZerolmError } from "@zerolm/core";
import { judgeJob } from "../evaluate/judge-job.js";
import { learningJob } from "../evaluate/learning.js";
import type { TaskHost } from "../host.js";
import { probeJob } from "./probe-job.js";

/** Pieces of tasks that threads can do: data in, data out. A new one is a function and a row here. */
export const jobs = {
  judge: judgeJob,
  learn: learningJob,
  probe: probeJob,
} as const;

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;

/** What a job is given. */
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0];

/** What a job finds. */
export type JobOutput<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;

/** What became of a job. An error loses its class between threads, so a refusal is sent as words. */
export type JobResult<Name extends JobName> =
  | { readonly output: JobOutput<Name> }
  | { readonly refused: string; readonly as: string; readonly place: Place | undefined };

/**
 * Does a job on the thread that it was sent to.
 *
 * @example
 * postMessage(await jobResult("judge", input, nodeHost()));
 */
export async function jobResult<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  host: TaskHost,
): Promise<JobResult<Name>> {
  try {
    // The table pairs each name with its own types, which the compiler does not follow through an index.
    const job = jobs[name] as (given: JobInput<Name>, on: TaskHost) => Promise<JobOutput<Name>>;
    return { output: await job(input, host) };
  } catch (error) {
    if (!(error instanceof ZerolmError)) throw error;
    return { refused: error.message, as: error.name, place: error.place };
  }
}

const errors: Readonly<Record<string, new (message: string, place?: Place) => ZerolmError>> = {
  InputError,
  InterruptedError,
  UsageError,
  WorkError,
};

/**
 * What a job found, on the thread that sent it.
 *
 * @throws what the job threw, of the same class
 */
export function outputOf<Name extends JobName>(result: JobResult<Name>): JobOutput<Name> {
  if ("output" in result) return result.output;
  throw new (errors[result.as] ?? ZerolmError)(result.refused, result.place);
}
