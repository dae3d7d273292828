import {
  type BenchmarkFormat,
  type BenchmarkName,
  type BuiltinBenchmark,
  benchmarkFormats,
  builtinBenchmarks,
  entryNamed,
} from "@zerolm/core";

/** A published set of networks in one of the formats, under a name of its own. */
export interface BenchmarkSet {
  readonly format: BenchmarkName;
  readonly summary: string;
  /** Its folder below `$ZEROLM_DATA` and below the cache. */
  readonly folder: string;
  /** Its main file in there. */
  readonly file: string;
  /** What to run to get it, where `zerolm benchmarks download` does not fetch it. */
  readonly obtain?: readonly string[];
  /** What `--data` then names. */
  readonly data?: string;
}

/** The commit that added the folder; it was removed later. */
const ltsCommit = "af79c739e04c";
const ltsFolder = "archai/nlp/nas/saved_logs";

/** Two hundred files of a few lines each: they come out of the repository, not one by one. */
const lts = (folder: string, summary: string): BenchmarkSet => ({
  format: "lts",
  summary,
  folder: `lts/${folder}`,
  file: "ppl_summary.yaml",
  obtain: [
    "git clone -n --filter=blob:none https://github.com/microsoft/archai",
    `git -C archai checkout ${ltsCommit} -- ${ltsFolder}`,
  ],
  data: `archai/${ltsFolder}/${folder}`,
});

const gpt2 = "GPT-2 decoders";
const transformerXl = "Transformer-XL decoders";
const front = "on a Pareto front, LM1B";

const autoformer = (size: string): Readonly<Record<string, BenchmarkSet>> => ({
  [`autoformer-${size}`]: {
    format: "autoformer",
    summary: `1,001 sub-networks of AutoFormer-${size}, ImageNet`,
    folder: `autoformer-${size}`,
    file: `1k_Vit_Architecture_from_AutoFM_${size}.json`,
  },
});

/** Every published set by the name it has on the command line; a new one is a row here. */
export const benchmarkSets: Readonly<Record<string, BenchmarkSet>> = {
  "nas-bench-bert": {
    format: "nas-bench-bert",
    summary: "500 FlexiBERT encoders, GLUE score",
    folder: "nas-bench-bert",
    file: "BERT_benchmark.json",
  },
  "lts-gpt2": lts("random_GPT2_wt103", `200 ${gpt2}, WikiText-103`),
  "lts-transformer-xl": lts("random_TransXL_wt103", `200 ${transformerXl}, WikiText-103`),
  "lts-gpt2-arm": lts("pareto_GPT2_lm1b_arm", `45 ${gpt2} ${front}`),
  "lts-gpt2-corei7": lts("pareto_GPT2_lm1b_corei7", `38 ${gpt2} ${front}`),
  "lts-gpt2-titanxp": lts("pareto_GPT2_lm1b_titanxp", `38 ${gpt2} ${front}`),
  "lts-gpt2-lm1b": lts("random_GPT2_lm1b", `200 ${gpt2}, LM1B`),
  "lts-transformer-xl-arm": lts("pareto_TransXL_lm1b_arm", `39 ${transformerXl} ${front}`),
  "lts-transformer-xl-corei7": lts("pareto_TransXL_lm1b_corei7", `35 ${transformerXl} ${front}`),
  "lts-transformer-xl-titanxp": lts("pareto_TransXL_lm1b_titanxp", `40 ${transformerXl} ${front}`),
  "lts-transformer-xl-lm1b": lts("random_TransXL_lm1b", `183 ${transformerXl}, LM1B`),
  "lts-transformer-xl-homogeneous": lts(
    "random_TransXL_wt103_homogeneous",
    `98 ${transformerXl} of equal layers, WikiText-103`,
  ),
  ...autoformer("tiny"),
  ...autoformer("small"),
  ...autoformer("base"),
};

/** What a name on the command line stands for: a published set, a built-in one, or a format that reads what `--data` names. */
export interface NamedBenchmark {
  readonly name: string;
  readonly format: BenchmarkFormat;
  /** Missing where the name is that of a format or of a built-in set. */
  readonly set: BenchmarkSet | undefined;
  /** Missing where the name is that of anything else. */
  readonly builtin: BuiltinBenchmark | undefined;
}

/**
 * The set, built-in set or format of a name.
 *
 * @param own a format of the user's own, known by its name too. Default: none
 * @throws UsageError that names the nearest one, or all
 * @example namedBenchmark("lts-gpt2").format.name // "lts"
 */
export function namedBenchmark(name: string, own?: BenchmarkFormat): NamedBenchmark {
  const formats: Readonly<Record<string, BenchmarkFormat>> = benchmarkFormats;
  const known: Readonly<Record<string, NamedBenchmark>> = Object.fromEntries([
    ...[...Object.values(formats), ...(own ? [own] : [])].map((format) => [
      format.name,
      { name: format.name, format, set: undefined, builtin: undefined },
    ]),
    ...Object.entries(benchmarkSets).map(([key, set]) => [
      key,
      { name: key, format: formats[set.format], set, builtin: undefined },
    ]),
    ...Object.entries(builtinBenchmarks).map(([key, builtin]) => [
      key,
      { name: key, format: benchmarkFormats.table, set: undefined, builtin },
    ]),
  ]);
  return entryNamed(known, name, "benchmark");
}

/** The names of the sets in a format. */
export const setsOf = (format: string): string[] =>
  Object.keys(benchmarkSets).filter((name) => benchmarkSets[name]?.format === format);
