import { type BaseCommand, command, lists } from "../../options/common.js";
import { loaded } from "../../terminal/loaded.js";

export const benchmarksCommand = (base: BaseCommand) =>
  lists(base.addCommand(downloadCommand()).addCommand(importCommand()), async (flags) => {
    const { runCommand, views } = await loaded();
    await runCommand("benchmarks", {}, flags, views.benchmarks);
  });

const downloadCommand = () =>
  command("download", "download a benchmark from its published address")
    .argument("<benchmark>", "name of the benchmark")
    .option("--folder <path>", "folder to put it in (default: the cache folder of the system)")
    .action(async (benchmark, _flags, self) => {
      const { runCommand, views, note } = await loaded();
      const flags = self.optsWithGlobals();
      const request = { benchmark, folder: flags.folder };
      await runCommand("benchmarks download", request, flags, views["benchmarks download"], () =>
        note(flags, "Every file has the pinned SHA-256."),
      );
    });

const importCommand = () =>
  command("import", "check a file or folder of trained networks and describe its content")
    .argument("<path>", "file or folder of a benchmark, or your own table")
    .option(
      "--format <name>",
      "name of its format, see `zerolm benchmarks`, or your own format (.mjs) (default: recognised by its content)",
    )
    .option("--reading <reading>", "how to read the rows, if the format has several readings")
    .option("--quality <name>", "which quality to use, if the networks have several (default: the first)")
    .action(async (path, _flags, self) => {
      const { runCommand, views } = await loaded();
      const flags = self.optsWithGlobals();
      const { format, reading, quality } = flags;
      const request = { path, format, reading, quality };
      await runCommand("benchmarks import", request, flags, views["benchmarks import"]);
    });
