import { join } from "node:path";
import {
  attentionSplits,
  type Benchmark,
  benchmarkFormats,
  builtinBenchmark,
  builtinBenchmarks,
  type OptionValues,
  shapeProxies,
  WorkError,
} from "@zerolm/core";
import { nodeHost } from "@zerolm/node";
import {
  benchmarkSets,
  type EvaluationOutcome,
  type EvaluationRow,
  judge,
  loadProxies,
  locateBenchmark,
  readBenchmarkFile,
  rowName,
} from "@zerolm/tasks";
import { correlationText } from "@zerolm/view";

const host = nodeHost();

/** A published set in one reading. */
export interface Reading {
  /** As in the tables: `nas-bench-bert, trained`. */
  readonly title: string;
  readonly set: string;
  readonly reading: string | undefined;
}

const subnets = "subnets (tiny-llama-kjv)";

/** Every set of files in every reading, in the order of the tables. */
export const readings: readonly Reading[] = [
  ...Object.entries(benchmarkSets).flatMap(([set, { format }]): Reading[] => {
    const readings = Object.keys(benchmarkFormats[format].readings);
    if (readings.length === 0) return [{ title: set, set, reading: undefined }];
    return readings.map((reading) => ({ title: `${set}, ${reading}`, set, reading }));
  }),
  { title: subnets, set: subnets, reading: undefined },
];

/** The same, and the built-in sets, some of them in groups between which nothing can be learnt. */
export const allReadings: readonly Reading[] = [
  ...readings,
  ...Object.keys(builtinBenchmarks).map((set) => ({ title: set, set, reading: undefined })),
];

/** The networks of a reading; `undefined` where they are not on this machine. */
export async function benchmarkOf({ set, reading }: Reading): Promise<Benchmark | undefined> {
  if (set === subnets) return await subnetsOf();
  if (Object.hasOwn(builtinBenchmarks, set)) return await builtinBenchmark(set);
  const format = benchmarkFormats[benchmarkSets[set]?.format as keyof typeof benchmarkFormats];
  try {
    return await readBenchmarkFile(format, await locateBenchmark(set, {}, host), { reading }, host);
  } catch (error) {
    if (error instanceof WorkError) return undefined;
    throw error;
  }
}

async function subnetsOf(): Promise<Benchmark | undefined> {
  const root = process.env.ZEROLM_DATA;
  if (!root) return undefined;
  const file = join(root, "tiny-llama-kjv", "subnets.json");
  return await readBenchmarkFile(benchmarkFormats.subnets, file, {}, host);
}

/** A ranking of a benchmark as the tables show it. */
export interface Judged {
  readonly heading: string;
  readonly report: EvaluationRow;
}

/** What `zerolm evaluate` finds, without the intervals, which no table shows. */
export async function outcomeOf(
  benchmark: Benchmark,
  proxy: string,
  options: OptionValues = {},
  published = false,
): Promise<EvaluationOutcome> {
  return await outcomeOfLoaded(
    benchmark,
    proxy === "" ? [] : await loadProxies(proxy, host),
    options,
    published,
  );
}

/** The same of proxies that may have no name. */
export async function outcomeOfLoaded(
  benchmark: Benchmark,
  loaded: Parameters<typeof judge>[1],
  options: OptionValues,
  published = false,
): Promise<EvaluationOutcome> {
  const shown = { differences: false, details: false, networks: false, learning: false };
  const settings = { options, published, flip: [], top: 10, resamples: 0, seed: 0, ...shown };
  return await judge(benchmark, loaded, settings, host);
}

const judgedAs = (heading: string, report: EvaluationRow): Judged => ({ heading, report });

/** One proxy with some options. */
const judgedWith = async (
  benchmark: Benchmark,
  heading: string,
  proxy: string,
  options: OptionValues,
): Promise<Judged> => judgedAs(heading, (await outcomeOf(benchmark, proxy, options)).results[0]!);

/** Every proxy with its defaults, ZeroLM also with the alpha that needs no labels, NSC also under Xavier; then the baselines. */
export async function judged(benchmark: Benchmark): Promise<Judged[]> {
  const { results, baselines } = await outcomeOf(benchmark, Object.keys(shapeProxies).join());
  const labelFree = await judgedWith(benchmark, "zerolm label-free", "zerolm", { alpha: "label-free" });
  const xavier = await judgedWith(benchmark, "nsc xavier", "nsc", { std: "xavier" });
  const own = results.flatMap((one): Judged[] => {
    if (one.proxy === "zerolm")
      return [judgedAs(`zerolm α ${correlationText(one.alpha).replace(/0+$/, "")}`, one), labelFree];
    if (one.proxy === "nsc") return [judgedAs("nsc", one), xavier];
    return [judgedAs(one.proxy, one)];
  });
  return [...own, ...baselines.map((one) => judgedAs(rowName(one), one))];
}

/** A published score, and how many networks have it. */
export interface PublishedJudged extends Judged {
  readonly networks: number;
}

/** The scores that came with a benchmark, under the names that `evaluate` gives them; highest |τ| first. */
export async function judgedPublished(benchmark: Benchmark): Promise<PublishedJudged[]> {
  const size = ({ report }: Judged): number => Math.abs(report.kendall ?? 0);
  return (await outcomeOf(benchmark, "", {}, true)).results
    .map((one) => ({ ...judgedAs(rowName(one), one), networks: one.architectures ?? 0 }))
    .sort((one, other) => size(other) - size(one));
}

/** Kendall's τ of NSC for each way to take Q, K and V and both standard deviations. */
export async function nscVariants(benchmark: Benchmark): Promise<Judged[]> {
  const variants: Judged[] = [];
  for (const nscAttention of attentionSplits)
    for (const std of [0.02, "xavier"])
      variants.push(await judgedWith(benchmark, `${nscAttention}, ${std}`, "nsc", { nscAttention, std }));
  return variants;
}
