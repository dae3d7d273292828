import type { BaseCommand } from "./common.js";

/** Options that choose the data of a benchmark. */
function withData<Argument extends string>(command: BaseCommand, argument: Argument, summary: string) {
  return command
    .argument(argument, summary)
    .optionsGroup("Benchmarks:")
    .option("--reading <reading>", "how to read the rows, see `zerolm benchmarks` (default: trained)")
    .option("--quality <name>", "which quality to use, see `zerolm benchmarks import` (default: the first)")
    .option(
      "--format <file>",
      "your own benchmark format (.mjs), whose name you can then give as a benchmark",
    )
    .option(
      "--data <path>",
      "file or folder of the benchmark (default: $ZEROLM_DATA, then the downloaded one)",
    );
}

/** Adds a benchmark and the options that choose its data. */
export const withBenchmark = (command: BaseCommand) =>
  withData(command, "<benchmark>", "name of a benchmark, see `zerolm benchmarks`");

/** The same for a command that takes several benchmarks. */
export const withBenchmarks = (command: BaseCommand) =>
  withData(
    command,
    "<benchmarks...>",
    "names of benchmarks, see `zerolm benchmarks`. Write NAME:READING, NAME=PATH or NAME:READING=PATH to set the reading or the path of one",
  );
