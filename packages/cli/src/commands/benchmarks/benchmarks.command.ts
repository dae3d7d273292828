import type { Command } from "commander";
import { type CommonOptions, command, lists } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

interface DownloadFlags extends CommonOptions {
  readonly folder?: string;
}

interface ImportFlags extends CommonOptions {
  readonly format?: string;
  readonly reading?: string;
  readonly quality?: string;
}

export function benchmarksCommand(base: Command): Command {
  return lists(base.addCommand(downloadCommand()).addCommand(importCommand()), async (flags) => {
    const { runCommand, views } = await loaded();
    await runCommand("benchmarks", {}, flags, views.benchmarks);
  });
}

const downloadCommand = (): Command =>
  command("download", "fetch a benchmark from where it was published")
    .argument("<benchmark>", "its name")
    .option("--folder <path>", "where to put it (default: the cache folder of the system)")
    .action(async (benchmark: string, _flags: DownloadFlags, self: Command) => {
      const { runCommand, views, note } = await loaded();
      const flags = self.optsWithGlobals<DownloadFlags>();
      const request = { benchmark, folder: flags.folder };
      await runCommand("benchmarks download", request, flags, views["benchmarks download"], () =>
        note(flags, "Every file has the pinned SHA-256."),
      );
    });

const importCommand = (): Command =>
  command("import", "check a file or folder of trained networks and say what is in it")
    .argument("<path>", "a benchmark's file or folder, or a table of your own")
    .option(
      "--format <name>",
      "how to read it, see `zerolm benchmarks`, or a format of your own, .mjs (default: by what is in it)",
    )
    .option("--reading <reading>", "how to read its rows, if there are several ways")
    .option("--quality <name>", "which quality of its networks, if they have several (default: the first)")
    .action(async (path: string, _flags: ImportFlags, self: Command) => {
      const { runCommand, views } = await loaded();
      const flags = self.optsWithGlobals<ImportFlags>();
      const { format, reading, quality } = flags;
      const request = { path, format, reading, quality };
      await runCommand("benchmarks import", request, flags, views["benchmarks import"]);
    });
