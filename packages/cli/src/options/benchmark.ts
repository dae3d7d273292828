import type { BaseCommand } from "./common.js";

/** Options that choose the data of a benchmark. */
function withData<Argument extends string>(command: BaseCommand, argument: Argument, summary: string) {
  return command
    .argument(argument, summary)
    .optionsGroup("Benchmarks:")
    .option("--reading <reading>", "how to read its rows, see `zerolm benchmarks` (default: trained)")
    .option("--quality <name>", "which quality of its networks, see `benchmarks import` (default: its first)")
    .option("--format <file>", "a benchmark format of your own, .mjs; its name then stands for a benchmark")
    .option("--data <path>", "its file or folder (default: $ZEROLM_DATA, then what was downloaded)");
}

/** Adds a benchmark and the options that choose its data. */
export const withBenchmark = (command: BaseCommand) =>
  withData(command, "<benchmark>", "a benchmark, see `zerolm benchmarks`");

/** The same for a command that takes several benchmarks. */
export const withBenchmarks = (command: BaseCommand) =>
  withData(
    command,
    "<benchmarks...>",
    "benchmarks, see `zerolm benchmarks`; NAME:READING, NAME=PATH and NAME:READING=PATH choose for one of several",
  );
