import { Option } from "@commander-js/extra-typings";
import { healMethods, pruneLoaders } from "@zerolm/tasks/words";
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
    .option(
      "--proxy <name>",
      "proxy that values the kept part, see docs/pruning.md (default: activations with --text, else zerolm)",
    )
    .option(
      "--alpha <number>",
      "ZeroLM's balance of attention and FFN (default: 0.5)",
      numberParserOf("alpha"),
    )
    .addOption(
      new Option(
        "--order <how>",
        "which heads and rows to keep: those with the largest effect on --text, those with the largest norms, or the first ones (for supernets) (default: activation with --text, else norm)",
      ).choices(["activation", "norm", "stored"]),
    )
    .addOption(
      new Option(
        "--uniform [what]",
        "which sizes all layers have in common: all, only the number of heads, or none (default: as few as the program allows)",
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
      "number of layers at each end that stay whole, unless layers are equal (default: 1, or 0 with --text)",
      wholeNumber(0, 1024),
    )
    .option(
      "--evenness <share>",
      "how evenly the other FFNs are cut, from 0 (the worth alone decides) to 1 (equal shares) (default: 0.9, or 0 with --text if layers may differ)",
      parsePercent,
    )
    .option(
      "--drop [layers]",
      "remove this number of whole layers, or auto for the number that --text supports (without a number: allow removing a whole attention or FFN, with --uniform a whole layer)",
      layersOrAuto,
    )
    .option(
      "--hidden <size>",
      "cut the hidden size to this number, or auto for the one with which the loss on --text is lowest",
      sizeOrAuto,
    )
    .optionsGroup("Evaluation on text:")
    .option(
      "--text <file>",
      "choose heads, rows and layers by their effect on this text (- for standard input)",
    )
    .option("--eval-text <file>", "measure the loss before and after on this text (default: that of --text)")
    .option(
      "--context <tokens>",
      "tokens in a window (default: 1024, or as many as the model sees)",
      wholeNumber(1, 2 ** 20),
    )
    .option(
      "--windows <number>",
      "number of windows of each text, from its start (default: 65,536 tokens)",
      wholeNumber(1, 2 ** 31),
    )
    .option(
      "--eval-windows <number>",
      "the same for --eval-text (default: --windows)",
      wholeNumber(1, 2 ** 31),
    )
    .option(
      "--draws <number>",
      "number of random maskings of each window, for encoders (default: 4)",
      wholeNumber(1, 1024),
    )
    .optionsGroup("Output:")
    .option("-o, --out <folder>", "new folder to write the smaller checkpoint to")
    .option("--recipe <file>", "file for a configuration of TRL (YAML) that continues to train the result")
    .addOption(
      new Option(
        "--heal <how>",
        "training method of --recipe: all weights, LoRA, or distillation from the original",
      )
        .choices(healMethods)
        .default("full" as const),
    )
    .option("--heal-tokens <count>", "number of tokens to train on (default: by --heal)", parseCount)
    .option("--dry-run", "plan only, and write nothing")
    .option("--pareto", "also show the best worth at other sizes");

const layersOrAuto = (text: string): number | "auto" => (text === "auto" ? text : wholeNumber(1, 1024)(text));

const sizeOrAuto = (text: string): number | "auto" =>
  text === "auto" ? text : wholeNumber(1, 2 ** 20)(text);

export const pruneCommand = (prune: BaseCommand) => withOptions(prune).action(pruned);

type PruneFlags = ReturnType<ReturnType<typeof withOptions>["opts"]>;

async function pruned(checkpoint: string, { json, quiet, ...flags }: PruneFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { note }, { views }] = await Promise.all([
    import("@zerolm/core"),
    import("../../terminal/run-command.js"),
    import("../../terminal/output.js"),
    import("@zerolm/view"),
  ]);
  const { maxParams, maxNonEmbeddingParams, maxFlops, maxBytes, dryRun, drop, ...asked } = flags;
  const { uniform, keep } = asked;
  const dropLayers = drop === true ? undefined : drop;
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
    [keep, dropLayers, asked.hidden, ...Object.values(budgets)].some((one) => one !== undefined)
  )
    throw new UsageError("no folder is given. Name one with -o, or only plan with --dry-run.");
  const request = {
    checkpoint,
    ...asked,
    out,
    budgets,
    drop: drop === true,
    dropLayers,
    uniform: uniform === true ? "all" : uniform,
  } as const;
  await runCommand("prune", request, { json, quiet }, views.prune, () => {
    if (out !== undefined) note({ json, quiet }, `Wrote ${out}`);
    if (flags.recipe !== undefined) note({ json, quiet }, `Wrote ${flags.recipe}`);
  });
}

const limit = (maximum: number | undefined): { maximum: number } | undefined =>
  maximum === undefined ? undefined : { maximum };
