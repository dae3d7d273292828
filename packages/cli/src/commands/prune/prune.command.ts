import { type Command, Option } from "commander";
import { parseBytes, parseCount, wholeNumber } from "../../options/count.js";
import { parserOf } from "../../options/proxy.js";
import { parseShare } from "../../options/share.js";
import type { PruneFlags } from "./prune.flags.js";

export function pruneCommand(prune: Command): Command {
  return prune
    .argument("<checkpoint>", "a folder with config.json and safetensors, or one .safetensors file in it")
    .option("-o, --out <folder>", "where to write the smaller checkpoint; a new folder")
    .option("--lora <folder>", "a LoRA adapter, as PEFT saves it, to be merged first")
    .option("--max-params <count>", "budget: parameters at most, as 5.7B", parseCount)
    .option("--max-non-embedding-params <count>", "budget: as --max-params, without embeddings", parseCount)
    .option("--keep <share>", "budget: this share of the non-embedding parameters, as 0.8", parseShare)
    .option("--max-flops <count>", "budget: FLOPs of one sequence at most, as 8G", parseCount)
    .option("--sequence <tokens>", "tokens in a sequence, for FLOPs (default: 512)", wholeNumber(1, 2 ** 24))
    .option("--max-bytes <size>", "budget: bytes of weights at most, as stored, as 4GiB", parseBytes)
    .option("--proxy <name>", "what the kept part is worth, see docs/pruning.md", "zerolm")
    .option("--alpha <number>", "ZeroLM's balance of attention and FFN (default: 0.5)", parserOf("alpha"))
    .addOption(
      new Option("--order <how>", "which heads and rows stay: largest norms, or the first (supernets)")
        .choices(["norm", "stored"])
        .default("norm"),
    )
    .addOption(
      new Option(
        "--uniform [what]",
        "what layers share: all, their number of heads, or none (default: what others than zerolm load)",
      ).choices(["all", "heads", "none"]),
    )
    .option(
      "--multiple-of <number>",
      "FFN widths are multiples of this (default: 16 or 256)",
      wholeNumber(1, 2 ** 24),
    )
    .option("--at-least <share>", "what every attention and FFN keeps", parseShare, 0.5)
    .option("--drop", "an attention or FFN may go altogether; with --uniform, a layer")
    .option("--dry-run", "plan, and write nothing")
    .option("--pareto", "also the best worth at other sizes")
    .action(async (checkpoint: string, flags: PruneFlags) => {
      const { prune } = await import("./prune.js");
      await prune(checkpoint, flags);
    });
}
