import type { Command } from "commander";
import { command, lists } from "../../options/common.js";
import type { DownloadFlags, ImportFlags } from "./benchmarks.flags.js";

export function benchmarksCommand(base: Command): Command {
  const download = command("download", "fetch a benchmark from where it was published")
    .argument("<benchmark>", "its name")
    .option("--folder <path>", "where to put it (default: the cache folder of the system)")
    .action(async (name: string, _flags: DownloadFlags, self: Command) => {
      const { download } = await import("./benchmarks.js");
      await download(name, self.optsWithGlobals());
    });
  const check = command("import", "check a file or folder of trained networks and say what is in it")
    .argument("<path>", "a benchmark's file or folder, or a table of your own")
    .option(
      "--format <name>",
      "how to read it, see `zerolm benchmarks`, or a format of your own, .mjs (default: by what is in it)",
    )
    .option("--reading <reading>", "how to read its rows, where there are several ways")
    .action(async (path: string, _flags: ImportFlags, self: Command) => {
      const { importBenchmark } = await import("./import.js");
      await importBenchmark(path, self.optsWithGlobals());
    });
  const group = base.addCommand(download).addCommand(check);
  return lists(group, async (flags) => {
    const { listBenchmarks } = await import("./benchmarks.js");
    await listBenchmarks(flags);
  });
}
