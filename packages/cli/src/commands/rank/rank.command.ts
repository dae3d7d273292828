import type { Command } from "commander";
import { type OwnOptions, withProxyOptions } from "../../options/proxy.js";
import type { RankFlags } from "./rank.flags.js";

export function rankCommand(base: Command, own?: OwnOptions): Command {
  const rank = base
    .argument(
      "<files...>",
      "HF config.json, zerolm YAML or JSON, folders that hold a config.json, checkpoints, or - for standard input",
    )
    .option(
      "--proxy <name>",
      "what to rank by, see `zerolm proxies`; or a file: a predictor, your own proxy (.mjs) or scores (.csv, .jsonl)",
      "zerolm",
    )
    .option("--minimize", "lowest score first, for example with --proxy kvBytes");
  return withProxyOptions(
    rank,
    { alpha: { words: ["label-free"] }, weights: { words: ["real"] } },
    own,
  ).action(async (files: string[], flags: RankFlags) => {
    const { rank } = await import("./rank.js");
    await rank(files, flags);
  });
}
