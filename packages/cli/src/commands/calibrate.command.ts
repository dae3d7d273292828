import type { Command } from "commander";
import { type BenchmarkFlags, withBenchmarkOptions } from "../options/benchmark.js";
import { type CommonOptions, command } from "../options/common.js";
import { wholeNumber } from "../options/count.js";

/** What `zerolm calibrate` takes. */
export interface CalibrateFlags extends CommonOptions, BenchmarkFlags {
  readonly labels?: number;
  readonly draws?: number;
  readonly labelFree?: boolean;
}

export function calibrateCommand(): Command {
  return withBenchmarkOptions(command("calibrate", "choose alpha, from a few labels or none"))
    .option("--labels <number>", "labelled architectures in a draw (default: 20)", wholeNumber(2))
    .option("--draws <number>", "how often to draw them (default: 100)", wholeNumber(1, 100_000))
    .option("--label-free", "use no labels at all")
    .action(async (benchmark: string, flags: CalibrateFlags) => {
      const { calibrate } = await import("./calibrate.js");
      await calibrate(benchmark, flags);
    });
}
