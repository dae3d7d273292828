import { join } from "node:path";
import {
  attentionSplits,
  type Benchmark,
  benchmarkFormats,
  builtinBenchmark,
  builtinBenchmarks,
  type Evaluation,
  type ProxyName,
  proxies,
  type RankingReport,
  WorkError,
} from "@zerolm/core";
import { correlationText } from "@zerolm/view";
import type { EvaluateFlags } from "../../packages/cli/src/commands/evaluate/evaluate.flags.js";
import { nameOf } from "../../packages/cli/src/commands/evaluate/evaluate-document.js";
import { judge } from "../../packages/cli/src/commands/evaluate/evaluate-judge.js";
import { locateBenchmark } from "../../packages/cli/src/data/locate.js";
import { readBenchmarkFile } from "../../packages/cli/src/data/read-benchmark.js";
import { benchmarkSets } from "../../packages/cli/src/data/sets.js";

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
    return await readBenchmarkFile(format, await locateBenchmark(set), reading);
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

/** A ranking of a benchmark as the tables show it. */
export interface Judged {
  readonly heading: string;
  readonly report: RankingReport;
}

/** What `zerolm evaluate` finds, without the intervals, which no table shows. */
const outcomeOf = (benchmark: Benchmark, names: readonly ProxyName[], flags: Partial<EvaluateFlags> = {}) =>
  judge(benchmark, names, { proxy: names.join(), published: false, resamples: 0, seed: 0, ...flags });

const judgedAs = (heading: string, { report }: Evaluation): Judged => ({ heading, report });

/** Every proxy with its defaults, ZeroLM also with the alpha that needs no labels, NSC also under Xavier; then the baselines. */
export function judged(benchmark: Benchmark): Judged[] {
  const { evaluations, baselines } = outcomeOf(benchmark, Object.keys(proxies) as ProxyName[]);
  const again = (heading: string, name: ProxyName, flags: Partial<EvaluateFlags>): Judged =>
    judgedAs(heading, outcomeOf(benchmark, [name], flags).evaluations[0]!);
  const own = evaluations.flatMap((one): Judged[] => {
    if (one.proxy === "zerolm")
      return [
        judgedAs(`zerolm α ${correlationText(one.alpha).replace(/0+$/, "")}`, one),
        again("zerolm label-free", "zerolm", { alpha: "label-free" }),
      ];
    if (one.proxy === "nsc") return [judgedAs("nsc", one), again("nsc xavier", "nsc", { std: "xavier" })];
    return [judgedAs(one.proxy, one)];
  });
  return [...own, ...baselines.map((one) => judgedAs(nameOf(one), one))];
}

/** The scores that came with a benchmark, under the names that `evaluate` gives them; highest |τ| first. */
export function judgedPublished(benchmark: Benchmark): (Judged & { readonly networks: number })[] {
  const size = ({ report }: Judged): number => Math.abs(report.kendall ?? 0);
  return outcomeOf(benchmark, [], { published: true })
    .evaluations.map((one) => ({ ...judgedAs(nameOf(one), one), networks: one.entries.length }))
    .sort((one, other) => size(other) - size(one));
}

/** Kendall's τ of NSC for each way to take Q, K and V and both standard deviations. */
export function nscVariants(benchmark: Benchmark): Judged[] {
  return attentionSplits.flatMap((nscAttention) =>
    ([0.02, "xavier"] as const).map((std) =>
      judgedAs(
        `${nscAttention}, ${std}`,
        outcomeOf(benchmark, ["nsc"], { nscAttention, std }).evaluations[0]!,
      ),
    ),
  );
}
