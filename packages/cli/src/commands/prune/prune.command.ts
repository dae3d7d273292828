import { type Command, Option } from "commander";
import type { CommonOptions } from "../../options/common.js";
import { parseBytes, parseCount, wholeNumber } from "../../options/count.js";
import { parserOf } from "../../options/proxy.js";
import { parseShare } from "../../options/share.js";

/** What `zerolm prune` takes. */
interface PruneFlags extends CommonOptions {
  readonly out?: string;
  readonly lora?: string;
  readonly maxParams?: number;
  readonly maxNonEmbeddingParams?: number;
  readonly keep?: number;
  readonly maxFlops?: number;
  readonly sequence?: number;
  readonly maxBytes?: number;
  readonly proxy: string;
  readonly alpha?: number;
  readonly order: "norm" | "stored";
  readonly uniform?: "all" | "heads" | "none" | true;
  readonly multipleOf?: number;
  readonly atLeast: number;
  readonly drop?: boolean;
  readonly dryRun?: boolean;
  readonly pareto?: boolean;
}

export function pruneCommand(prune: Command): Command {
  const described = prune
    .argument("<checkpoint>", "a folder with config.json and safetensors, or one .safetensors file in it")
    .option("--lora <folder>", "a LoRA adapter, as PEFT saves it, to be merged first");
  return withOutputs(withChoices(withBudgets(described))).action(pruned);
}

const withBudgets = (command: Command): Command =>
  command
    .optionsGroup("Budgets:")
    .option("--max-params <count>", "maximum of parameters, for example 5.7B", parseCount)
    .option("--max-non-embedding-params <count>", "the same without embeddings", parseCount)
    .option("--keep <share>", "this share of the non-embedding parameters, for example 0.8", parseShare)
    .option("--max-flops <count>", "maximum of FLOPs of one sequence, for example 8G", parseCount)
    .option("--sequence <tokens>", "tokens in a sequence, for FLOPs (default: 512)", wholeNumber(1, 2 ** 24))
    .option("--max-bytes <size>", "maximum of bytes of weights, as stored, for example 4GiB", parseBytes);

const withChoices = (command: Command): Command =>
  command
    .optionsGroup("What to keep:")
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
    .option("--drop", "an attention or FFN may go altogether; with --uniform, a layer");

const withOutputs = (command: Command): Command =>
  command
    .optionsGroup("Output:")
    .option("-o, --out <folder>", "where to write the smaller checkpoint; a new folder")
    .option("--dry-run", "plan, and write nothing")
    .option("--pareto", "also the best worth at other sizes");

async function pruned(checkpoint: string, flags: PruneFlags): Promise<void> {
  const [{ UsageError }, { runCommand }, { note }, { views }] = await Promise.all([
    import("@zerolm/core"),
    import("../../terminal/run-command.js"),
    import("../../terminal/output.js"),
    import("@zerolm/view"),
  ]);
  const { lora, keep, sequence, proxy, alpha, order, uniform, multipleOf, atLeast, drop, pareto } = flags;
  const out = flags.dryRun ? undefined : flags.out;
  const request = {
    ...{ checkpoint, lora, out, keep, sequence, proxy, alpha, order, multipleOf, atLeast, drop, pareto },
    uniform: uniform === true ? ("all" as const) : uniform,
    budgets: {
      parameters: limit(flags.maxParams),
      nonEmbeddingParameters: limit(flags.maxNonEmbeddingParams),
      flops: limit(flags.maxFlops),
      weightBytes: limit(flags.maxBytes),
    },
  };
  const budgets = [keep, ...Object.values(request.budgets)];
  if (out === undefined && !flags.dryRun && budgets.some((one) => one !== undefined))
    throw new UsageError("say where to write the smaller checkpoint with -o, or only plan with --dry-run");
  await runCommand("prune", request, flags, views.prune, () => {
    if (out !== undefined) note(flags, `Wrote ${out}`);
  });
}

const limit = (maximum: number | undefined): { maximum: number } | undefined =>
  maximum === undefined ? undefined : { maximum };
