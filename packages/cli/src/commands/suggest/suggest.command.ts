import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { loaded } from "../../terminal/loaded.js";

export function suggestCommand(suggest: BaseCommand) {
  return suggest
    .argument("<space>", "a built-in space, see `zerolm spaces`, a YAML file, or - for standard input")
    .optionsGroup("Training data:")
    .requiredOption(
      "--labelled <file>",
      "trained networks: a table, a benchmark (its name, file or folder), or a predictor from calibrate --predictor --out",
    )
    .option("--reading <reading>", "how to read the rows of a benchmark that has several readings")
    .option("--prior <proxy>", "data-free proxy that learning starts from (default: shape)")
    .optionsGroup("Suggestions:")
    .option("--count <number>", "number of suggestions", wholeNumber(1, 1000), 5)
    .option(
      "--candidates <number>",
      "number of architectures to draw from the space and choose among",
      wholeNumber(2, 5000),
      1000,
    )
    .optionsGroup("Output:")
    .option("--out <folder>", "folder to write the suggestions to, as NAME-1.yaml, NAME-2.yaml …")
    .action(async (space, { json, quiet, ...flags }) => {
      const { runCommand, views, counted, note } = await loaded();
      const terminal = { json, quiet };
      await runCommand("suggest", { space, ...flags }, terminal, views.suggest, ({ files }) => {
        if (files) note(terminal, `Wrote ${counted(files.length, "architecture")} to ${flags.out}`);
      });
    });
}
