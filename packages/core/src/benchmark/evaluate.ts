import { crossFittedAlpha, defaultFolds } from "../alpha/cross-fitted.js";
import { type ProxyName, proxies } from "../proxy/proxies.js";
import type { ProxyOptions } from "../proxy/proxy.js";
import { parameters } from "../proxy/sizes.js";
import { compareRankings, type RankingDifference } from "../statistics/paired-bootstrap.js";
import { type RankingReport, rankingReport } from "../statistics/statistics.js";
import type { Benchmark, BenchmarkEntry } from "./benchmark.js";
import { minimumEntries } from "./survey.js";

/** What ranked a benchmark: a proxy of ours, scores that were published with it, or its macro choices alone. */
export type EvaluationKind = "proxy" | "published" | "baseline";

/** A proxy judged by a benchmark. */
export interface Evaluation {
  readonly proxy: string;
  readonly kind: EvaluationKind;
  /** Where the proxy has one. The mean of the folds where it was cross-fitted. */
  readonly alpha: number | undefined;
  /** The entries that were judged: all of them, but for published scores that some lack. */
  readonly entries: readonly BenchmarkEntry[];
  /** One score each. */
  readonly scores: Float64Array;
  readonly report: RankingReport;
}

export interface EvaluateOptions {
  /** Of the bootstrap. Default: 2000. */
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
  /** How many of the highest scored regret, NDCG and precision look at. Default: 10. */
  readonly k?: number | undefined;
}

/**
 * How well a proxy ranks a benchmark.
 *
 * @example
 * const { report } = evaluateProxy(benchmark, "zerolm", { alpha: 0.5 });
 * console.log(report.kendall, report.kendallWithinGroups);
 */
export function evaluateProxy(
  benchmark: Benchmark,
  name: ProxyName,
  options: ProxyOptions,
  evaluate: EvaluateOptions = {},
): Evaluation {
  const scorer = proxies[name].scorer(options);
  const { entries } = benchmark;
  const scores = Float64Array.from(entries, ({ architecture }) => scorer.score(architecture).value);
  const alpha = proxies[name].heeds.includes("alpha") ? options.alpha : undefined;
  return { proxy: name, kind: "proxy", alpha, entries, scores, report: report(entries, scores, evaluate) };
}

/**
 * How well ZeroLM ranks a benchmark with an alpha that never saw the network it scores. The statistics are those of the one ranking
 * that {@link crossFittedAlpha} makes of its folds.
 *
 * @throws {UsageError} where the benchmark is too small for the folds, or the labels decide nothing
 * @example
 * const { alpha, report } = evaluateCrossFitted(benchmark);
 */
export function evaluateCrossFitted(benchmark: Benchmark, evaluate: EvaluateOptions = {}): Evaluation {
  const { entries } = benchmark;
  const { alpha, scores } = crossFittedAlpha(
    entries.map(({ architecture }) => architecture),
    entries.map(({ quality }) => quality),
    { folds: foldsOf(entries.length), ...(evaluate.seed === undefined ? {} : { seed: evaluate.seed }) },
  );
  const judged = report(entries, scores, evaluate);
  return { proxy: "zerolm", kind: "proxy", alpha: alpha.mean, entries, scores, report: judged };
}

/** As many folds as usual, where each has two networks. */
export const foldsOf = (networks: number): number => Math.min(defaultFolds, Math.floor(networks / 2));

/**
 * The scores that came with a benchmark, each judged by the networks that have one. Scores of fewer than five are passed over.
 * They are taken as published: one that falls with quality has a negative τ.
 */
export function evaluatePublished(
  { entries, publishedScores = {} }: Benchmark,
  evaluate: EvaluateOptions = {},
): Evaluation[] {
  return Object.entries(publishedScores).flatMap(([proxy, published]): Evaluation[] => {
    const there = entries.filter((_, index) => published[index] !== undefined);
    if (there.length < minimumEntries) return [];
    const scores = Float64Array.from(published.filter((score) => score !== undefined));
    const judged = report(there, scores, evaluate);
    return [{ proxy, kind: "published", alpha: undefined, entries: there, scores, report: judged }];
  });
}

/**
 * Which of the evaluations of one benchmark differ, by the paired bootstrap of Kendall's τ. Those that judged a part of the networks
 * are left out, and so are the baselines. The two of a pair are
 * handed back whole, since a published score may be called like a proxy.
 */
export function compareEvaluations(
  evaluations: readonly Evaluation[],
  { entries }: Benchmark,
  evaluate: EvaluateOptions = {},
): EvaluationDifference[] {
  const compared = evaluations.filter(
    (one) => one.kind !== "baseline" && one.entries.length === entries.length,
  );
  const quality = entries.map((entry) => entry.quality);
  const named = compared.map(({ scores }, index) => ({ name: String(index), scores }));
  return compareRankings(named, quality, evaluate).map(({ first, second, ...difference }) => ({
    ...difference,
    first: compared[Number(first)]!,
    second: compared[Number(second)]!,
  }));
}

/** Two evaluations and whether they differ. */
export type EvaluationDifference = Omit<RankingDifference, "first" | "second"> & {
  readonly first: Evaluation;
  readonly second: Evaluation;
};

/** Rankings by the macro choices alone. A proxy that does not beat them says nothing about the inside of a layer. */
const macroBaselines: Readonly<Record<string, (entry: BenchmarkEntry) => number>> = {
  "hidden × depth": ({ macro }) => macro.hidden * macro.depth,
  "by depth, then hidden": ({ macro }) => macro.depth * 2 ** 20 + macro.hidden,
};

/** What the macro choices alone achieve. */
export function evaluateBaselines(benchmark: Benchmark, evaluate: EvaluateOptions = {}): Evaluation[] {
  return Object.entries(macroBaselines).map(([proxy, scoreOf]) => {
    const scores = Float64Array.from(benchmark.entries, scoreOf);
    const { entries } = benchmark;
    const judged = report(entries, scores, evaluate);
    return { proxy, kind: "baseline", alpha: undefined, entries, scores, report: judged };
  });
}

function report(
  entries: readonly BenchmarkEntry[],
  scores: Float64Array,
  { resamples, seed, k }: EvaluateOptions,
): RankingReport {
  const size = parameters.scorer({});
  return rankingReport(
    scores,
    entries.map(({ quality }) => quality),
    {
      groups: entries.map(macroText),
      sizes: entries.map(({ architecture }) => size.score(architecture).value),
      ...(resamples === undefined ? {} : { resamples }),
      ...(seed === undefined ? {} : { seed }),
      ...(k === undefined ? {} : { k }),
    },
  );
}

/** The macro choices of an entry in words; the key of its group. */
export const macroText = ({ macro }: BenchmarkEntry): string =>
  `depth ${macro.depth}, hidden ${macro.hidden}`;
