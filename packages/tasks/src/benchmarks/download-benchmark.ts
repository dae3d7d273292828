import { InterruptedError, UsageError } from "@zerolm/core";
import { z } from "zod";
import { isPublishedBenchmark } from "../benchmark/catalogue.js";
import { downloadBenchmark as filesOfDownload } from "../benchmark/download.js";
import { benchmarkSets, namedBenchmark, setsOf } from "../benchmark/sets.js";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { task } from "../task.js";
import { obtainLines } from "./obtain-lines.js";

const fileSchema = z.object({
  file: z.string(),
  path: z.string().describe("Its path."),
  outcome: z
    .enum(["present", "downloaded", "replaced"])
    .describe("`present`: it was there; `replaced`: another file of this name was."),
});

/** Fetches the files of a benchmark from where it was published and checks them. */
export const downloadBenchmark = task({
  name: "benchmarks download",
  request: z.strictObject({
    benchmark: z.string().describe("Its name."),
    folder: z.string().optional().describe("Where to put it. Default: the last data folder of this machine."),
  }),
  outcome: z.object({ benchmark: z.string(), files: z.array(fileSchema) }),
  async run({ benchmark, folder }, host) {
    if (folder === "")
      throw new UsageError(`${fieldName(host, "folder")} is empty. Give a folder, or leave it out.`);
    refuseManual(benchmark, host);
    const files = await filesOfDownload(benchmark, { folder }, host);
    if (files.length === 0) throw new InterruptedError("stopped before anything was downloaded");
    return { benchmark, files };
  },
});

/** @throws {UsageError} that says how to get a set of too many files, or that a format has nothing to download */
function refuseManual(name: string, host: TaskHost): void {
  if (isPublishedBenchmark(name)) return;
  const { set, builtin } = namedBenchmark(name);
  if (builtin) throw new UsageError(`${name} is built in: zerolm evaluate ${name} needs no download`);
  if (set) throw new UsageError(manualText(name, host));
  const sets = setsOf(name);
  throw new UsageError(
    sets.length > 0
      ? `${name} has several sets: ${sets.join(", ")}. Name one.`
      : `there is nothing to download for ${name}. See zerolm benchmarks.`,
  );
}

const manualText = (name: string, host: TaskHost): string =>
  [
    `zerolm does not download ${name}, which is hundreds of small files. Get it with git:`,
    ...obtainLines(name),
    `and pass ${fieldName(host, "data")} ${benchmarkSets[name]?.data}`,
  ].join("\n  ");
