import type { Command } from "commander";
import type { CommonOptions } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { loaded } from "../../terminal/loaded.js";

interface SuggestFlags extends CommonOptions {
  readonly labelled: string;
  readonly reading?: string;
  readonly prior?: string;
  readonly count: number;
  readonly candidates: number;
  readonly out?: string;
}

export function suggestCommand(suggest: Command): Command {
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
    .action(async (space: string, flags: SuggestFlags) => {
      const { runCommand, views, counted, note } = await loaded();
      const { labelled, reading, prior, count, candidates, out, seed } = flags;
      const request = { space, labelled, reading, prior, count, candidates, out, seed };
      await runCommand("suggest", request, flags, views.suggest, ({ files }) => {
        if (files) note(flags, `Wrote ${counted(files.length, "architecture")} to ${out}`);
      });
    });
}
