import { join } from "node:path";
import {
  alphaWithoutLabels,
  type Benchmark,
  benchmarkFormats,
  evaluateBaselines,
  evaluateProxy,
  type ProxyName,
  type ProxyOptions,
  proxies,
  type RankingReport,
  WorkError,
} from "@zerolm/core";
import { locateBenchmark } from "../../packages/cli/src/data/locate.js";
import { readBenchmarkFile } from "../../packages/cli/src/data/read-benchmark.js";
import { benchmarkSets } from "../../packages/cli/src/data/sets.js";

/** A published set in one reading. */
export interface Reading {
  /** As in the tables: `nas-bench-bert, trained`. */
  readonly title: string;
  readonly set: string;
  readonly inventory: string | undefined;
}

const subnets = "subnets (tiny-llama-kjv)";

/** Every set in every reading, in the order of the tables. */
export const readings: readonly Reading[] = [
  ...Object.entries(benchmarkSets).flatMap(([set, { format }]): Reading[] => {
    const inventories = Object.keys(benchmarkFormats[format].inventories);
    if (inventories.length === 0) return [{ title: set, set, inventory: undefined }];
    return inventories.map((inventory) => ({ title: `${set}, ${inventory}`, set, inventory }));
  }),
  { title: subnets, set: subnets, inventory: undefined },
];

/** The networks of a reading; `undefined` where they are not on this machine. */
export async function benchmarkOf({ set, inventory }: Reading): Promise<Benchmark | undefined> {
  if (set === subnets) return await subnetsOf();
  const format = benchmarkFormats[benchmarkSets[set]?.format as keyof typeof benchmarkFormats];
  try {
    return await readBenchmarkFile(format, await locateBenchmark(set), inventory);
  } catch (error) {
    if (error instanceof WorkError) return undefined;
    throw error;
  }
}

async function subnetsOf(): Promise<Benchmark | undefined> {
  const root = process.env.ZEROLM_DATA;
  if (!root) return undefined;
  return await readBenchmarkFile(benchmarkFormats.subnets, join(root, "tiny-llama-kjv", "subnets.json"));
}

/** One column of the tables. */
export interface Judged {
  readonly heading: string;
  readonly report: RankingReport;
}

const noResamples = { resamples: 0 };

/** Every proxy with its defaults, ZeroLM also with the alpha that needs no labels, NSC also under Xavier; then the baselines. */
export function judged(benchmark: Benchmark): Judged[] {
  const of = (heading: string, name: ProxyName, options: ProxyOptions): Judged => ({
    heading,
    report: evaluateProxy(benchmark, name, options, noResamples).report,
  });
  const labelFree = alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture));
  const own = (Object.keys(proxies) as ProxyName[]).flatMap((name): Judged[] => {
    if (name === "zerolm")
      return [of("zerolm α .5", name, { alpha: 0.5 }), of("zerolm label-free", name, { alpha: labelFree })];
    if (name === "nsc") return [of("nsc", name, {}), of("nsc xavier", name, { std: "xavier" })];
    return [of(name, name, {})];
  });
  const baselines = evaluateBaselines(benchmark, noResamples);
  return [...own, ...baselines.map(({ proxy, report }) => ({ heading: proxy, report }))];
}

/** Kendall's τ of NSC for each way to take Q, K and V and both standard deviations. */
export function nscVariants(benchmark: Benchmark): Judged[] {
  return (["per-head", "whole", "merged"] as const).flatMap((nscAttention) =>
    ([0.02, "xavier"] as const).map((std) => ({
      heading: `${nscAttention}, ${std}`,
      report: evaluateProxy(benchmark, "nsc", { nscAttention, std }, noResamples).report,
    })),
  );
}
