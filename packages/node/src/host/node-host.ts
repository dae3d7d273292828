import { availableParallelism, cpus } from "node:os";
import type { TaskHost } from "@zerolm/tasks";
import { downloadFile } from "../files/download-file.js";
import { openPool } from "../threads/pool.js";
import { openWorkers } from "../threads/workers.js";
import { nodeFiles } from "./files.js";
import { usesHugePages } from "./huge-pages.js";
import { resultFiles } from "./results.js";

/**
 * What runs tasks in Node: the files of the system and its threads.
 *
 * @param more progress, a signal to stop, and what messages call fields, if there are any
 * @example
 * const outcome = await runTask(rankTask, { files: ["config.json"] }, nodeHost());
 */
export const nodeHost = (more: Pick<TaskHost, "report" | "signal" | "fieldName"> = {}): TaskHost => ({
  files: nodeFiles,
  download: downloadFile,
  threads: async () => {
    const { threads, ...pool } = await openPool();
    return { count: threads, ...pool };
  },
  workers: openWorkers,
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
