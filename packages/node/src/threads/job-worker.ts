import { type JobInput, type JobName, type JobResult, jobResult } from "@zerolm/tasks/jobs";
import { nodeFiles } from "../host/files.js";

/** A job as a thread is sent it. */
export interface SentJob<Name extends JobName> {
  readonly name: Name;
  readonly input: JobInput<Name>;
  /** Shared: its only number is 1 once the job is to stop. */
  readonly stop: Int32Array;
}

/** Does a job that another thread sent. */
export const runJob = <Name extends JobName>({
  name,
  input,
  stop,
}: SentJob<Name>): Promise<JobResult<Name>> =>
  jobResult(name, input, {
    files: nodeFiles,
    signal: {
      get aborted() {
        return Atomics.load(stop, 0) === 1;
      },
    },
  });
