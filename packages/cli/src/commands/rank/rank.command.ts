import { type Command, Option } from "commander";
import { wholeNumber } from "../../options/count.js";
import { withProxyOptions } from "../../options/proxy.js";
import type { RankFlags } from "./rank.flags.js";

export function rankCommand(base: Command): Command {
  const rank = base
    .argument(
      "<files...>",
      "HF config.json, zerolm YAML or JSON, folders that hold a config.json, checkpoints, or - for standard input",
    )
    .option("--proxy <name>", "what to rank by, see `zerolm proxies`, or a predictor file", "zerolm")
    .option("--minimize", "the least first, as --proxy kvBytes")
    .addOption(
      new Option(
        "--weights <source>",
        "the weights: their expectation, drawn at random, or those of checkpoints (default: real if every file is a checkpoint, else expected)",
      ).choices(["expected", "sampled", "real"]),
    )
    .addOption(
      new Option("--initialiser <kind>", "how weights are drawn (default: the architecture's own)").choices([
        "normal",
        "truncated-normal",
        "xavier",
        "kaiming",
      ]),
    )
    .option("--repeats <number>", "draws of sampled weights (default: 5)", wholeNumber(2, 10_000));
  return withProxyOptions(rank, "0.5").action(async (files: string[], flags: RankFlags) => {
    const { rank } = await import("./rank.js");
    await rank(files, flags);
  });
}
