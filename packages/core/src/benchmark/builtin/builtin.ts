import { entryNamed } from "../../lookup.js";
import type { Benchmark, ReadBenchmarkOptions } from "../benchmark.js";
import { table } from "../table.js";

/** Named, since published declarations would otherwise import a CSV. */
type CsvText = Promise<{ readonly default: string }>;

/** A published table of facts that comes with zerolm, in the format `table`. */
export interface BuiltinBenchmark {
  readonly summary: string;
  /** What quality is. */
  readonly quality: string;
  /** Where the rows were published. */
  readonly source: string;
  /** The text of its CSV, loaded when it is asked for: whoever needs none of them loads none. */
  readonly text: () => CsvText;
}

const mobileLlm = (table: number): string =>
  `Liu et al. 2024, MobileLLM (arXiv 2402.14905), table ${table} of the appendix, from a translation, averages rechecked`;

/** Every built-in benchmark by name; a new one is a CSV beside this file, a row here and one in the README there. */
export const builtinBenchmarks = {
  gemstones: {
    summary: "22 decoders of 48M to 2B parameters, 350B tokens",
    quality: "−loss on FineWeb-Edu after 350B tokens",
    source:
      "McLeish et al. 2025, Gemstones (arXiv 2502.06857): mcleish7/gemstone-scaling-laws, benchmarks/fineweb_*_losses_combined.jsonl",
    text: (): CsvText => import("./gemstones.csv?raw"),
  },
  "mobilellm-zeroshot": {
    summary: "19 decoders of 125M and 350M parameters, zero-shot tasks",
    quality: "mean zero-shot accuracy, %",
    source: mobileLlm(11),
    text: (): CsvText => import("./mobilellm-zeroshot.csv?raw"),
  },
  "mobilellm-qa": {
    summary: "the same 19 decoders, question answering",
    quality: "question answering (TriviaQA and RACE), %",
    source: mobileLlm(12),
    text: (): CsvText => import("./mobilellm-qa.csv?raw"),
  },
  "mobilellm-heads": {
    summary: "30 decoders that differ in query and key/value heads",
    quality: "mean zero-shot accuracy, %",
    source: mobileLlm(13),
    text: (): CsvText => import("./mobilellm-heads.csv?raw"),
  },
  chinchilla: {
    summary: "230 decoders in 20 groups of equal training tokens",
    quality: "−loss",
    source:
      "Hoffmann et al. 2022, figure 4, read off by Epoch AI: liuyz0/DepthScaling @25cebe03ca63, Scaling/get_fitting_data_chinchilla.csv",
    text: (): CsvText => import("./chinchilla.csv?raw"),
  },
  "timm-vit": {
    summary: "68 Vision Transformers in 21 groups of one recipe, ImageNet",
    quality: "ImageNet top-1 accuracy, %",
    source: "huggingface/pytorch-image-models @aa4b5850c154, results/results-imagenet.csv",
    text: (): CsvText => import("./timm-vit.csv?raw"),
  },
  "vitbench-c100-kd": {
    summary: "200 Vision Transformers trained one by one with distillation",
    quality: "CIFAR-100 accuracy with distillation, %",
    source: "lilujunai/Auto-Prox-AAAI24 @90ed458eff69, gt_results/gt_autoformer*.pth, c100_kd_acc",
    text: (): CsvText => import("./vitbench-c100-kd.csv?raw"),
  },
} satisfies Record<string, BuiltinBenchmark>;

/** Name of a built-in benchmark. */
export type BuiltinBenchmarkName = keyof typeof builtinBenchmarks;

/**
 * A built-in benchmark: published facts that need no download.
 *
 * @param options its quality: a column of numbers by name. Default: `quality`
 * @throws {UsageError} that lists the known ones; for a quality that it does not have
 * @example
 * (await builtinBenchmark("gemstones")).entries.length; // 22
 */
export async function builtinBenchmark(
  name: string,
  { quality: chosen }: Pick<ReadBenchmarkOptions, "quality"> = {},
): Promise<Benchmark> {
  const { text, quality } = entryNamed(builtinBenchmarks, name, "built-in benchmark");
  const { default: csv } = await text();
  const benchmark = table.read(csv, { file: `${name}.csv`, quality: chosen });
  return { ...benchmark, name, ...(benchmark.qualityName === "quality" ? { quality } : {}) };
}
