import { type BaseCommand, command, lists } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

export const benchmarksCommand = (base: BaseCommand) =>
  lists(base.addCommand(downloadCommand()).addCommand(importCommand()), async (flags) => {
    const { runCommand, views } = await loaded();
    await runCommand("benchmarks", {}, flags, views.benchmarks);
  });

const downloadCommand = () =>
  command("download", "fetch a benchmark from where it was published")
    .argument("<benchmark>", "its name")
    .option("--folder <path>", "where to put it (default: the cache folder of the system)")
    .action(async (benchmark, _flags, self) => {
      const { runCommand, views, note } = await loaded();
      const flags = self.optsWithGlobals();
      const request = { benchmark, folder: flags.folder };
      await runCommand("benchmarks download", request, flags, views["benchmarks download"], () =>
        note(flags, "Every file has the pinned SHA-256."),
      );
    });

const importCommand = () =>
  command("import", "check a file or folder of trained networks and say what is in it")
    .argument("<path>", "a benchmark's file or folder, or a table of your own")
    .option(
      "--format <name>",
      "how to read it, see `zerolm benchmarks`, or a format of your own, .mjs (default: by what is in it)",
    )
    .option("--reading <reading>", "how to read its rows, if there are several ways")
    .option("--quality <name>", "which quality of its networks, if they have several (default: the first)")
    .action(async (path, _flags, self) => {
      const { runCommand, views } = await loaded();
      const flags = self.optsWithGlobals();
      const { format, reading, quality } = flags;
      const request = { path, format, reading, quality };
      await runCommand("benchmarks import", request, flags, views["benchmarks import"]);
    });
