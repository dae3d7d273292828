import { UsageError } from "../errors.js";
import { GroupedPairs } from "./grouped-pairs.js";
import type { GroupKeys } from "./groups.js";
import { checkInteger, checkPairs } from "./inputs.js";
import { tauB } from "./kendall.js";
import { accuracyOf } from "./pairwise-accuracy.js";
import { resamples } from "./resamples.js";

/** Lower and upper end. */
export type Interval = readonly [low: number, high: number];

/** How the bootstrap resamples. */
export interface BootstrapOptions {
  /** Number of resamples; default 2000. 0 gives no intervals and costs nothing. */
  readonly resamples?: number | undefined;
  /** Share of resamples inside the interval, between 0 and 1; default 0.95. */
  readonly level?: number | undefined;
  /** Any integer; the same seed gives the same intervals everywhere; default 0. */
  readonly seed?: number | undefined;
  /** A key for each point: points of an equal key are compared with each other alone, and resampled by themselves. Default: all are. */
  readonly within?: GroupKeys | undefined;
}

/** Bootstrap intervals; `undefined` where no resample had the statistic. */
export interface BootstrapIntervals {
  /** Of Spearman's ρ. */
  readonly spearman: Interval | undefined;
  /** Of Kendall's τ-b. */
  readonly kendall: Interval | undefined;
  /** Of Kendall's τ-a, over pairs of two different points: a point drawn twice is no pair. */
  readonly kendallTauA: Interval | undefined;
  /** Of the pairwise accuracy. */
  readonly pairwiseAccuracy: Interval | undefined;
}

type Statistic = keyof BootstrapIntervals;

/**
 * Percentile bootstrap intervals of Spearman's ρ, Kendall's τ-b and τ-a, and pairwise accuracy, all from the same resamples of the points.
 *
 * A resample draws n points with replacement, of n points that may be compared. The ends are the (1 − level)/2 and (1 + level)/2 quantiles of the
 * statistic over the resamples, linear between order statistics. Resamples that are constant in x or y have no
 * correlation and are left out. An interval says how far the figure would move with other architectures drawn from the
 * same source; with few points (some 20) it is too narrow.
 *
 * The result depends on the set of points, not on their order, nor on increasing transformations of x or y.
 * O(resamples · n log n): 500 points take about a tenth of a second.
 *
 * @param x finite numbers, as the scores of architectures
 * @param y as many finite numbers, as the quality of the same architectures
 * @param options resamples (2000), level (0.95), seed (0)
 * @returns the intervals; `undefined` for fewer than two points, or x or y constant
 * @throws UsageError naming the index of a value that is missing or not finite, or the option that is out of range
 * @see Efron & Tibshirani, An introduction to the bootstrap (1993), § 13.3
 * @example
 * bootstrapIntervals([1, 2, 3, 4], [1, 2, 3, 4]).kendall; // [1, 1]
 */
export function bootstrapIntervals(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: BootstrapOptions = {},
): BootstrapIntervals {
  checkPairs(x, y);
  const { resamples: times, level, seed } = bootstrapSettings(options);
  const points = new GroupedPairs(x, y, options.within);
  const drawn = { spearman: [], kendall: [], kendallTauA: [], pairwiseAccuracy: [] } as Record<
    Statistic,
    number[]
  >;
  for (const weights of resamples(points.counts, times, seed)) {
    points.draw(weights);
    const counts = points.concordance();
    const kendall = tauB(counts);
    if (kendall === undefined) continue; // x or y is constant, and no statistic is defined
    const spearman = points.spearman();
    if (spearman !== undefined) drawn.spearman.push(spearman); // it may be constant in each group, but not in the same one
    drawn.kendall.push(kendall);
    drawn.kendallTauA.push((counts.concordant - counts.discordant) / points.pairsOfTwo());
    drawn.pairwiseAccuracy.push(accuracyOf(counts)!);
  }
  const interval = (statistic: Statistic) => middle(Float64Array.from(drawn[statistic]), level);
  return {
    spearman: interval("spearman"),
    kendall: interval("kendall"),
    kendallTauA: interval("kendallTauA"),
    pairwiseAccuracy: interval("pairwiseAccuracy"),
  };
}

/**
 * The options of a bootstrap, with what stands for those not given.
 *
 * @throws UsageError naming the option that is out of range
 */
export function bootstrapSettings(options: BootstrapOptions): {
  readonly resamples: number;
  readonly level: number;
  readonly seed: number;
} {
  const { resamples = 2000, level = 0.95, seed = 0 } = options;
  checkInteger(resamples, 0, "resamples");
  checkInteger(seed, Number.MIN_SAFE_INTEGER, "seed");
  if (!(level > 0 && level < 1)) throw new UsageError(`level is ${level}, but it must lie between 0 and 1.`);
  return { resamples, level, seed };
}

/** The interval that holds the middle `level` of the values; sorts them. */
export function middle(values: Float64Array, level: number): Interval | undefined {
  if (values.length === 0) return undefined;
  values.sort();
  return [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)];
}

/** Linear between order statistics: type 7 of Hyndman & Fan 1996, NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  return low + (high - low) * (position - below);
}
