import { Option } from "@commander-js/extra-typings";
import { pruneLoaders } from "@zerolm/tasks/words";
import type { BaseCommand } from "../../options/common.js";
import { parseBytes, parseCount, wholeNumber } from "../../options/count.js";
import { numberParserOf } from "../../options/proxy.js";
import { parsePercent, parseShare } from "../../options/share.js";

const withOptions = (prune: BaseCommand) =>
  prune
    .argument("<checkpoint>", "a folder with config.json and safetensors, or one .safetensors file in it")
    .option("--lora <folder>", "a LoRA adapter to merge first, as PEFT saves it")
    .option("--dequantise", "convert weights in FP8 with scales to numbers, and write those")
    .optionsGroup("Budgets:")
    .option("--max-params <count>", "maximum parameters, for example 5.7B", parseCount)
    .option("--max-non-embedding-params <count>", "the same without embeddings", parseCount)
    .option("--keep <share>", "share of the non-embedding parameters to keep, for example 0.8", parseShare)
    .option("--max-flops <count>", "maximum FLOPs for one sequence, for example 8G", parseCount)
    .option("--sequence <tokens>", "tokens in a sequence, for FLOPs (default: 512)", wholeNumber(1, 2 ** 24))
    .option("--max-bytes <size>", "maximum bytes of weights, as stored, for example 4GiB", parseBytes)
    .optionsGroup("Target program:")
    .addOption(
      new Option(
        "--for <program>",
        "plan only shapes that this program loads (default: transformers, or zerolm with --uniform none)",
      ).choices(pruneLoaders),
    )
    .option(
      "--heads-multiple-of <number>",
      "number of parts into which heads and FFN widths must split, for tensor parallelism",
      wholeNumber(1, 1024),
    )
    .optionsGroup("What to keep:")
    .option("--proxy <name>", "proxy that values the kept part, see docs/pruning.md", "zerolm")
    .option(
      "--alpha <number>",
      "ZeroLM's balance of attention and FFN (default: 0.5)",
      numberParserOf("alpha"),
    )
    .addOption(
      new Option("--order <how>", "which heads and rows stay: largest norms, or the first (supernets)")
        .choices(["norm", "stored"])
        .default("norm"),
    )
    .addOption(
      new Option(
        "--uniform [what]",
        "what layers share: all, their number of heads, or none (default: as little as the program allows)",
      ).choices(["all", "heads", "none"]),
    )
    .option(
      "--multiple-of <number>",
      "FFN widths are multiples of this (default: 16 or 256)",
      wholeNumber(1, 2 ** 24),
    )
    .option("--at-least <share>", "minimum share that every attention and FFN keeps", parseShare, 0.1)
    .option(
      "--protect <layers>",
      "number of layers at each end that stay whole, unless layers are equal",
      wholeNumber(0, 1024),
      1,
    )
    .option(
      "--evenness <share>",
      "share of an equal cut that every other FFN keeps (0: the worth alone decides)",
      parsePercent,
      0.9,
    )
    .option("--drop", "allow removing a whole attention or FFN (with --uniform, a whole layer)")
    .optionsGroup("Output:")
    .option("-o, --out <folder>", "new folder to write the smaller checkpoint to")
    .option("--dry-run", "plan only, and write nothing")
    .option("--pareto", "also show the best worth at other sizes");

export const pruneCommand = (prune: BaseCommand) => withOptions(prune).action(pruned);

type PruneFlags = ReturnType<ReturnType<typeof withOptions>["opts"]>;

async function pruned(checkpoint: string, { json, quiet, ...flags }: PruneFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { note }, { views }] = await Promise.all([
    import("@zerolm/core"),
    import("../../terminal/run-command.js"),
    import("../../terminal/output.js"),
    import("@zerolm/view"),
  ]);
  const { seed: _, maxParams, maxNonEmbeddingParams, maxFlops, maxBytes, dryRun, ...asked } = flags;
  const { uniform, keep } = asked;
  const out = dryRun ? undefined : asked.out;
  const budgets = {
    parameters: limit(maxParams),
    nonEmbeddingParameters: limit(maxNonEmbeddingParams),
    flops: limit(maxFlops),
    weightBytes: limit(maxBytes),
  };
  if (
    asked.out === undefined &&
    !dryRun &&
    [keep, ...Object.values(budgets)].some((one) => one !== undefined)
  )
    throw new UsageError("no folder is given. Name one with -o, or only plan with --dry-run.");
  const request = {
    checkpoint,
    ...asked,
    out,
    budgets,
    uniform: uniform === true ? "all" : uniform,
  } as const;
  await runCommand("prune", request, { json, quiet }, views.prune, () => {
    if (out !== undefined) note({ json, quiet }, `Wrote ${out}`);
  });
}

const limit = (maximum: number | undefined): { maximum: number } | undefined =>
  maximum === undefined ? undefined : { maximum };
