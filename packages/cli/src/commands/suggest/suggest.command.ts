import type { Command } from "commander";
import { wholeNumber } from "../../options/count.js";
import type { SuggestFlags } from "./suggest.flags.js";

export function suggestCommand(suggest: Command): Command {
  return suggest
    .argument("<space>", "a built-in space, see `zerolm spaces`, a YAML file, or - for standard input")
    .requiredOption(
      "--labelled <file>",
      "what is trained so far: a table, a benchmark (its name, file or folder), or what calibrate --predictor --out wrote",
    )
    .option("--reading <reading>", "how to read its rows, where it is a benchmark with several readings")
    .option("--prior <proxy>", "the data-free proxy that learning starts from (default: nsc)")
    .option("--count <number>", "how many to suggest", wholeNumber(1, 1000), 5)
    .option(
      "--candidates <number>",
      "architectures drawn from the space to choose among",
      wholeNumber(2, 5000),
      1000,
    )
    .option("--out <folder>", "write each as NAME-1.yaml, NAME-2.yaml … into a folder")
    .action(async (space: string, flags: SuggestFlags) => {
      const { suggest } = await import("./suggest.js");
      await suggest(space, flags);
    });
}
