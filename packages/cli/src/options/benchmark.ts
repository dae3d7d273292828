import type { Command } from "commander";

/** Which benchmark and how to read it. */
export interface BenchmarkFlags {
  readonly inventory?: string;
  readonly data?: string;
}

/** Adds the options that choose the data of a benchmark. */
export function withBenchmarkOptions(command: Command): Command {
  return command
    .argument("<benchmark>", "a benchmark, see `zerolm benchmarks`")
    .option("--inventory <reading>", "how to read its rows, see `zerolm benchmarks` (default: trained)")
    .option("--data <path>", "its file or folder (default: $ZEROLM_DATA, then what was downloaded)");
}
