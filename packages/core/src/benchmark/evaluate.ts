import type { z } from "zod";
import { crossFittedAlpha, defaultFolds } from "../alpha/cross-fitted.js";
import { WorkError } from "../errors.js";
import type { Host } from "../host.js";
import { oncePer } from "../once-per.js";
import { missingText } from "../proxy/checked-score.js";
import { parseOptions } from "../proxy/options.js";
import { prepareProxy } from "../proxy/prepare.js";
import type { OptionValues, Proxy, Resources, Score } from "../proxy/proxy.js";
import { parameters } from "../proxy/sizes.js";
import { compareRankings, type RankingDifference } from "../statistics/paired-bootstrap.js";
import { type RankingReport, rankingReport } from "../statistics/statistics.js";
import type { Benchmark, BenchmarkEntry } from "./benchmark.js";
import { groupsOf, requireOneGroup } from "./groups.js";
import { minimumEntries } from "./survey.js";

/** What ranked a benchmark: a proxy of ours, scores that were published with it, or its macro choices alone. */
export type EvaluationKind = "proxy" | "published" | "baseline";

/** A proxy judged by a benchmark. */
export interface Evaluation {
  readonly proxy: string;
  readonly kind: EvaluationKind;
  /** Where the proxy has one. The mean of the folds where it was cross-fitted. */
  readonly alpha: number | undefined;
  /** The entries that were judged: all of them but those without a score. */
  readonly entries: readonly BenchmarkEntry[];
  /** One score each. */
  readonly scores: Float64Array;
  /** The entries that the proxy could not score. Missing if there are none, and for published scores. */
  readonly missing?: MissingScores | undefined;
  readonly report: RankingReport;
}

/** Entries of a benchmark that a proxy could not score. */
export interface MissingScores {
  readonly count: number;
  /** Of the first of them, a whole sentence without its full stop: which proxy, which architecture, what happened. */
  readonly first: string;
}

export interface EvaluateOptions {
  /** Of the bootstrap. Default: 2000. */
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
  /** Number of highest-scored networks that regret, NDCG and precision are computed on. Default: 10. */
  readonly k?: number | undefined;
  /** Whether τ in cells and at matched size have intervals. Default: true. */
  readonly partIntervals?: boolean | undefined;
}

/** What scoring takes besides: the seed is that of the bootstrap too. */
export interface EvaluateProxyOptions extends EvaluateOptions {
  /** Default: none but the seed. */
  readonly resources?: Omit<Resources, "seed"> | undefined;
  readonly host?: Host | undefined;
}

/**
 * How well a proxy ranks a benchmark. Entries are scored under their id as their name.
 *
 * @param proxy a built-in one, or one's own
 * @param options of the proxy
 * @throws {UsageError} if the options do not serve; {WorkError} if the proxy scores fewer than five entries
 * @example
 * const { report } = await evaluateProxy(benchmark, proxies.zerolm, { alpha: 0.5 });
 * console.log(report.kendall, report.kendallWithinGroups);
 */
export async function evaluateProxy<Options extends z.ZodObject>(
  benchmark: Benchmark,
  proxy: Proxy<Options>,
  options: z.input<Options> = {} as z.input<Options>,
  evaluate: EvaluateProxyOptions = {},
): Promise<Evaluation> {
  const scorer = await prepareProxy(proxy, options, { ...evaluate.resources, seed: evaluate.seed });
  try {
    const named = benchmark.entries.map(({ id, architecture }) => ({ ...architecture, name: id }));
    const scores = await scorer.scoreMany(named, evaluate.host);
    return {
      ...judged(benchmark, proxy.name, scores, evaluate),
      alpha: alphaIn(parseOptions(proxy, options)),
    };
  } finally {
    await scorer.close?.();
  }
}

const alphaIn = (options: OptionValues): number | undefined =>
  typeof options.alpha === "number" ? options.alpha : undefined;

/** Judges a proxy by the entries that it scored. */
function judged(
  { name, entries }: Benchmark,
  proxy: string,
  scores: readonly Score[],
  evaluate: EvaluateOptions,
): Evaluation {
  const isThere = (index: number): boolean => !Number.isNaN(scores[index]?.value);
  const scored = entries.filter((_, index) => isThere(index));
  const values = Float64Array.from(scores.flatMap(({ value }) => (Number.isNaN(value) ? [] : [value])));
  const first = [...entries.keys()].find((index) => !isThere(index));
  const missing =
    first === undefined
      ? undefined
      : {
          count: entries.length - scored.length,
          first: missingText(proxy, `network ${entries[first]?.id}`, scores[first]),
        };
  if (missing && scored.length < minimumEntries)
    throw new WorkError(
      `${proxy} scored ${scored.length} of the ${entries.length} networks of ${name}, and at least ${minimumEntries} are needed: ${missing.first}`,
    );
  return {
    proxy,
    kind: "proxy",
    alpha: undefined,
    entries: scored,
    scores: values,
    ...(missing ? { missing } : {}),
    report: report(scored, values, evaluate),
  };
}

/**
 * How well ZeroLM ranks a benchmark with an alpha that never saw the network it scores. The statistics are those of the one ranking
 * that {@link crossFittedAlpha} makes of its folds.
 *
 * @throws {UsageError} where the benchmark is too small for the folds or has several groups, or the labels decide nothing
 * @example
 * const { alpha, report } = evaluateCrossFitted(benchmark);
 */
export function evaluateCrossFitted(benchmark: Benchmark, evaluate: EvaluateOptions = {}): Evaluation {
  requireOneGroup(benchmark);
  const { entries } = benchmark;
  const { alpha, scores } = crossFittedAlpha(
    entries.map(({ architecture }) => architecture),
    entries.map(({ quality }) => quality),
    { folds: foldsOf(entries.length), ...(evaluate.seed === undefined ? {} : { seed: evaluate.seed }) },
  );
  return {
    proxy: "zerolm",
    kind: "proxy",
    alpha: alpha.mean,
    entries,
    scores,
    report: report(entries, scores, evaluate),
  };
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
    const reported = report(there, scores, evaluate);
    return [{ proxy, kind: "published", alpha: undefined, entries: there, scores, report: reported }];
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
  return compareRankings(named, quality, { ...evaluate, within: groupsOf(entries) }).map(
    ({ first, second, ...difference }) => ({
      ...difference,
      first: compared[Number(first)]!,
      second: compared[Number(second)]!,
    }),
  );
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
    const reported = report(entries, scores, evaluate);
    return { proxy, kind: "baseline", alpha: undefined, entries, scores, report: reported };
  });
}

function report(
  entries: readonly BenchmarkEntry[],
  scores: Float64Array,
  { resamples, seed, k, partIntervals }: EvaluateOptions,
): RankingReport {
  const traits = entries.map(traitsOf);
  return rankingReport(
    scores,
    entries.map(({ quality }) => quality),
    {
      within: groupsOf(entries),
      groups: traits.map(({ macro }) => macro),
      sizes: traits.map(({ size }) => size),
      ...(resamples === undefined ? {} : { resamples }),
      ...(seed === undefined ? {} : { seed }),
      ...(k === undefined ? {} : { k }),
      partIntervals,
    },
  );
}

const sizes = parameters.scorer();

/** What every report on a network looks at, counted once. */
const traitsOf = oncePer((entry: BenchmarkEntry) => ({
  macro: macroText(entry),
  size: sizes.score(entry.architecture).value,
}));

/** The macro choices of an entry in words; the key of its group. */
export const macroText = ({ macro }: BenchmarkEntry): string =>
  `depth ${macro.depth}, hidden ${macro.hidden}`;
