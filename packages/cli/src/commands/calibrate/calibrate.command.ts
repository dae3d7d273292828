import { type Command, InvalidArgumentError } from "commander";
import { type BenchmarkFlags, withBenchmarkOptions } from "../../options/benchmark.js";
import type { CommonOptions } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { loaded } from "../../terminal/loaded.js";

interface CalibrateFlags extends CommonOptions, BenchmarkFlags {
  readonly labels?: number[];
  readonly draws?: number;
  readonly labelFree?: boolean;
  readonly predictor?: boolean;
  readonly prior?: string;
  readonly out?: string;
}

export function calibrateCommand(base: Command): Command {
  return withBenchmarkOptions(base)
    .optionsGroup("How to calibrate:")
    .option(
      "--labels <numbers>",
      "labelled architectures in a draw; several with --predictor (default: 20, or 5,10,20,40,80)",
      labelCounts,
    )
    .option("--draws <number>", "how often to draw them (default: 100)", wholeNumber(1, 100_000))
    .option("--label-free", "alpha without any labels")
    .option("--predictor", "learn a ranking instead of alpha, and show what so many labels are worth")
    .option("--prior <proxy>", "the data-free proxy that the predictor starts from (default: shape)")
    .optionsGroup("Output:")
    .option("--out <file>", "write the predictor, .json: from all networks, or from one draw of --labels")
    .action(async (benchmark: string, flags: CalibrateFlags) => {
      const { runCommand, views, note } = await loaded();
      const { reading, quality, format, data, labels, draws, labelFree, predictor, prior, out, seed } = flags;
      const about = { benchmark, reading, quality, format, data, labels, draws, labelFree, predictor };
      await runCommand("calibrate", { ...about, prior, out, seed }, flags, views.calibrate, (outcome) => {
        if (outcome.out !== undefined)
          note(flags, `Wrote the predictor to ${outcome.out}; use it with --proxy ${outcome.out}`);
      });
    });
}

/** `20`, or `5,10,20`. */
function labelCounts(text: string): number[] {
  const count = wholeNumber(2);
  const counts = text.split(",").map((part) => count(part.trim()));
  if (new Set(counts).size < counts.length) throw new InvalidArgumentError("Give each number once.");
  return counts;
}
