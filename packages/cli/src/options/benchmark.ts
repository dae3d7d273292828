import type { Command } from "commander";

/** Which benchmark and how to read it. */
export interface BenchmarkFlags {
  readonly reading?: string;
  readonly quality?: string;
  readonly data?: string;
  /** A module with a format. */
  readonly format?: string;
}

/** Adds the options that choose the data of a benchmark. */
export const withBenchmarkOptions = (command: Command): Command =>
  withData(command.argument("<benchmark>", "a benchmark, see `zerolm benchmarks`"));

/** The same for a command that takes several benchmarks. */
export const withBenchmarksOptions = (command: Command): Command =>
  withData(
    command.argument(
      "<benchmarks...>",
      "benchmarks, see `zerolm benchmarks`; NAME:READING, NAME=PATH and NAME:READING=PATH choose for one of several",
    ),
  );

function withData(command: Command): Command {
  return command
    .optionsGroup("Benchmarks:")
    .option("--reading <reading>", "how to read its rows, see `zerolm benchmarks` (default: trained)")
    .option("--quality <name>", "which quality of its networks, see `benchmarks import` (default: its first)")
    .option("--format <file>", "a benchmark format of your own, .mjs; its name then stands for a benchmark")
    .option("--data <path>", "its file or folder (default: $ZEROLM_DATA, then what was downloaded)");
}
