import { type Command, Option } from "commander";
import type { CommonOptions } from "../options/common.js";
import { wholeNumber } from "../options/count.js";
import { type ProxyFlags, withProxyOptions } from "../options/proxy.js";

/** What `zerolm rank` takes. */
export interface RankFlags extends CommonOptions, ProxyFlags {
  readonly proxy: string;
  readonly weights: "expected" | "sampled";
  readonly initialiser?: "normal" | "truncated-normal" | "xavier" | "kaiming";
  readonly repeats?: number;
}

export function rankCommand(base: Command): Command {
  const rank = base
    .argument(
      "<files...>",
      "HF config.json, zerolm YAML or JSON, folders that hold a config.json, or - for standard input",
    )
    .option("--proxy <name>", "what to rank by, see `zerolm proxies`, or a predictor file", "zerolm")
    .addOption(
      new Option("--weights <source>", "ZeroLM's weights: their expectation, or drawn at random")
        .choices(["expected", "sampled"])
        .default("expected"),
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
