export {
  type JobInput,
  type JobName,
  type JobOutput,
  type JobResult,
  jobResult,
  outputOf,
} from "./jobs/jobs.js";
