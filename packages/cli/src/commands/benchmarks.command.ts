import type { Command } from "commander";
import { type CommonOptions, command, lists } from "../options/common.js";

/** What `zerolm benchmarks download` takes. */
export interface DownloadFlags extends CommonOptions {
  readonly folder?: string;
}

export function benchmarksCommand(): Command {
  const download = command("download", "fetch a benchmark from where it was published")
    .argument("<benchmark>", "its name")
    .option("--folder <path>", "where to put it (default: the cache folder of the system)")
    .action(async (name: string, _flags: DownloadFlags, self: Command) => {
      const { download } = await import("./benchmarks.js");
      await download(name, self.optsWithGlobals());
    });
  const group = command("benchmarks", "list the benchmarks of trained networks").addCommand(download);
  return lists(group, async (flags) => {
    const { listBenchmarks } = await import("./benchmarks.js");
    await listBenchmarks(flags);
  });
}
