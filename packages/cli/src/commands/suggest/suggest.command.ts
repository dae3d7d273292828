import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { loaded } from "../../terminal/loaded.js";

export function suggestCommand(suggest: BaseCommand) {
  return suggest
    .argument("<space>", "a built-in space, see `zerolm spaces`, a YAML file, or - for standard input")
    .optionsGroup("What is known:")
    .requiredOption(
      "--labelled <file>",
      "what is trained so far: a table, a benchmark (its name, file or folder), or what calibrate --predictor --out wrote",
    )
    .option("--reading <reading>", "how to read its rows, if it is a benchmark with several readings")
    .option("--prior <proxy>", "the data-free proxy that learning starts from (default: shape)")
    .optionsGroup("What is suggested:")
    .option("--count <number>", "how many to suggest", wholeNumber(1, 1000), 5)
    .option(
      "--candidates <number>",
      "architectures drawn from the space to choose among",
      wholeNumber(2, 5000),
      1000,
    )
    .optionsGroup("Output:")
    .option("--out <folder>", "write each as NAME-1.yaml, NAME-2.yaml … into a folder")
    .action(async (space, { json, quiet, ...flags }) => {
      const { runCommand, views, counted, note } = await loaded();
      const terminal = { json, quiet };
      await runCommand("suggest", { space, ...flags }, terminal, views.suggest, ({ files }) => {
        if (files) note(terminal, `Wrote ${counted(files.length, "architecture")} to ${flags.out}`);
      });
    });
}
