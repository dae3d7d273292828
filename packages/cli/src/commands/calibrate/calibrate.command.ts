import { InvalidArgumentError } from "@commander-js/extra-typings";
import { withBenchmark } from "../../options/benchmark.js";
import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { loaded } from "../../terminal/loaded.js";

export function calibrateCommand(base: BaseCommand) {
  return withBenchmark(base)
    .optionsGroup("How to calibrate:")
    .option(
      "--labels <numbers>",
      "number of labelled architectures per draw, or several numbers with --predictor (default: 20, or 5,10,20,40,80)",
      labelCounts,
    )
    .option("--draws <number>", "number of draws (default: 100)", wholeNumber(1, 100_000))
    .option("--label-free", "choose alpha without labels")
    .option(
      "--predictor",
      "learn a ranking instead of alpha, and show how good it is for each number of labels",
    )
    .option("--prior <proxy>", "data-free proxy that the predictor starts from (default: shape)")
    .optionsGroup("Output:")
    .option(
      "--out <file>",
      "write the predictor (.json), learned from all networks or from one draw of --labels",
    )
    .action(async (benchmark, { json, quiet, ...flags }) => {
      const { runCommand, views, note } = await loaded();
      const terminal = { json, quiet };
      await runCommand("calibrate", { benchmark, ...flags }, terminal, views.calibrate, ({ out }) => {
        if (out !== undefined) note(terminal, `Wrote the predictor to ${out}. Use it with --proxy ${out}`);
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
