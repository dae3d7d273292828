import { type BootstrapOptions, bootstrapSettings, type Interval, middle } from "./bootstrap.js";
import { GroupedPairs } from "./grouped-pairs.js";
import { holm } from "./holm.js";
import { checkPairs } from "./inputs.js";
import { resamples } from "./resamples.js";
import { studentTail } from "./student.js";

/** One list of scores to compare with others. */
export interface NamedScores {
  readonly name: string;
  /** Finite numbers, more is better. */
  readonly scores: ArrayLike<number>;
}

/** Whether two proxies rank the same architectures differently well. */
export interface RankingDifference {
  readonly first: string;
  readonly second: string;
  /** τ-b of the first minus τ-b of the second. */
  readonly difference: number;
  /** Its bootstrap interval. */
  readonly interval: Interval;
  /** How often chance alone brings about such a difference. */
  readonly p: number;
  /** The same after Holm's correction over all pairs of the table: below .05 the two differ. */
  readonly adjusted: number;
}

/**
 * Whether proxies differ in Kendall's τ-b with one quality: the paired bootstrap.
 *
 * Every resample draws n architectures, the same for all proxies, so what they have in common (a few networks that all rank wrongly)
 * cancels in the difference. p is that of Student's t with n − 1 degrees of freedom (n less the number of groups) for difference / standard deviation over the
 * resamples; counting resamples instead could not fall below 1/resamples, which no correction over hundreds of pairs survives. Nor
 * may p fall below 2^(1 − n), the least that exchanging the two scores network by network could give. All pairs are then corrected
 * together by Holm. A proxy that scores all architectures equal is left out.
 *
 * @param rankings scores of the same architectures, one list a proxy
 * @param quality as many finite numbers, more is better
 * @param options resamples (2000; 0 gives no comparison), level (0.95), seed (0)
 * @returns one entry a pair, in the order of the rankings
 * @throws UsageError naming the index of a value that is missing or not finite, or the option that is out of range
 * @see Efron & Tibshirani, An introduction to the bootstrap (1993), § 12; Holm 1979
 * @example
 * const [pair] = compareRankings([{ name: "nsc", scores: a }, { name: "flops", scores: b }], quality);
 * if (pair.adjusted < 0.05) console.log(pair.first, pair.difference > 0 ? "is better" : "is worse");
 */
export function compareRankings(
  rankings: readonly NamedScores[],
  quality: ArrayLike<number>,
  options: BootstrapOptions = {},
): RankingDifference[] {
  const { resamples: times, level, seed } = bootstrapSettings(options);
  const lists = rankings.flatMap(({ name, scores }) => {
    checkPairs(scores, quality, [name, "quality"]);
    const points = new GroupedPairs(scores, quality, options.within);
    const kendall = points.kendall();
    return kendall === undefined ? [] : [{ name, points, kendall, drawn: new Float64Array(times) }];
  });
  const counts = lists[0]?.points.counts ?? [];
  const defined = resample(lists, resamples(counts, times, seed));
  if (defined < 2) return [];
  const freedom = counts.reduce((sum, count) => sum + count - 1, 0);
  const raw = pairsIn(lists).map(([one, other]) => {
    const draws = one.drawn.subarray(0, defined).map((value, index) => value - other.drawn[index]);
    const difference = one.kendall - other.kendall;
    const p = probability(difference, deviation(draws), freedom);
    return { first: one.name, second: other.name, difference, interval: middle(draws, level)!, p };
  });
  const adjusted = holm(raw.map(({ p }) => p));
  return raw.map((pair, index) => ({ ...pair, adjusted: adjusted[index] }));
}

interface Drawn {
  readonly points: GroupedPairs;
  /** τ-b of each resample. */
  readonly drawn: Float64Array;
}

/** Fills `drawn` of all lists from the same resamples; how many resamples left no list without a τ. */
function resample(lists: readonly Drawn[], draws: Iterable<Int32Array>): number {
  let defined = 0;
  for (const weights of draws) {
    const complete = lists.every(({ points, drawn }) => {
      points.weigh(weights);
      const kendall = points.kendall();
      if (kendall !== undefined) drawn[defined] = kendall;
      return kendall !== undefined;
    });
    if (complete) defined++;
  }
  return defined;
}

function pairsIn<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((one, index) => list.slice(index + 1).map((other): [T, T] => [one, other]));
}

function probability(difference: number, spread: number, freedom: number): number {
  if (difference === 0) return 1;
  const least = 2 ** -freedom;
  return Math.max(least, spread === 0 ? 0 : studentTail(difference / spread, freedom));
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
