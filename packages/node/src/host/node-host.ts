import { availableParallelism, cpus } from "node:os";
import type { TaskHost } from "@zerolm/tasks";
import { downloadFile } from "../files/download-file.js";
import { openPool } from "../threads/pool.js";
import { openWorkers } from "../threads/workers.js";
import { nodeFiles } from "./files.js";
import { usesHugePages } from "./huge-pages.js";
import { resultFiles } from "./results.js";

/** Progress, a signal to stop, and what messages call fields, if there are any. */
export interface NodeHostOptions extends Pick<TaskHost, "report" | "signal" | "fieldName"> {
  /** The maximum number of threads. Outcomes do not depend on it. Default: one per core. */
  readonly threads?: number | undefined;
}

/**
 * What runs tasks in Node: the files of the system and its threads.
 *
 * @example
 * const outcome = await runTask(rankTask, { files: ["config.json"] }, nodeHost());
 */
export const nodeHost = ({ threads = availableParallelism(), ...more }: NodeHostOptions = {}): TaskHost => ({
  files: nodeFiles,
  download: downloadFile,
  threads: async () => {
    const { threads: count, ...pool } = await openPool({ threads });
    return { count, ...pool };
  },
  workers: (jobs) => openWorkers(jobs, { threads }),
  machine: () => ({
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    system: `${process.platform} ${process.arch}`,
    program: `node ${process.versions.node}`,
    hugePages: usesHugePages(),
  }),
  memory: () => process.availableMemory(),
  results: resultFiles(),
  ...more,
});
