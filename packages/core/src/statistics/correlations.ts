import type { GroupKeys } from "./groups.js";
import { kendall } from "./kendall.js";
import { normalScores } from "./normal-scores.js";
import type { NamedScores } from "./paired-bootstrap.js";

/** Kendall's τ-b of several rankings with each other. */
export interface Correlations {
  /** Names in an order that puts rankings which agree side by side. */
  readonly names: readonly string[];
  /** τ-b of the ranking of a row with that of a column, both in the order of `names`; `undefined` if one is constant. */
  readonly values: readonly (readonly (number | undefined)[])[];
}

/**
 * How rankings agree with each other, clustered: average linkage on the distance 1 − |τ|, so that a ranking and its opposite are near.
 *
 * @param rankings proxies, and what they may be copies of, such as the parameter count; scores of the same architectures
 * @param within as many keys as architectures: only pairs of an equal key count. Default: all pairs
 * @example
 * correlations([{ name: "a", scores: [1, 2, 3] }, { name: "b", scores: [1, 3, 2] }]).values[0]?.[1]; // 0.333…
 */
export function correlations(rankings: readonly NamedScores[], within?: GroupKeys): Correlations {
  const values: (number | undefined)[][] = rankings.map(() => []);
  for (const [row, { scores }] of rankings.entries())
    for (const [column, other] of rankings.entries())
      values[row]?.push(column < row ? values[column]?.[row] : kendall(scores, other.scores, within));
  const order = clusteredOrder(values.map((row) => row.map((tau) => 1 - Math.abs(tau ?? 0))));
  return {
    names: order.map((index) => rankings[index]?.name as string),
    values: order.map((row) => order.map((column) => values[row]?.[column])),
  };
}

/** Places in the order of the leaves of a tree: again and again the two clusters with the least mean distance are joined. */
function clusteredOrder(distances: readonly (readonly number[])[]): number[] {
  let clusters = distances.map((_, index) => [index]);
  while (clusters.length > 1) {
    const [one, other] = nearestPair(clusters, distances);
    const joined = [...clusters[one], ...clusters[other]];
    clusters = clusters.flatMap((cluster, index) =>
      index === one ? [joined] : index === other ? [] : [cluster],
    );
  }
  return clusters[0] ?? [];
}

function nearestPair(
  clusters: readonly (readonly number[])[],
  distances: readonly (readonly number[])[],
): readonly [number, number] {
  let nearest: readonly [number, number] = [0, 1];
  let least = Number.POSITIVE_INFINITY;
  for (let one = 0; one < clusters.length; one++)
    for (let other = one + 1; other < clusters.length; other++) {
      const between = (clusters[one] ?? []).flatMap((row) =>
        (clusters[other] ?? []).map((column) => distances[row]?.[column]),
      );
      const mean = between.reduce((sum, distance) => sum + distance, 0) / between.length;
      if (mean < least) [nearest, least] = [[one, other], mean];
    }
  return nearest;
}

/** What a second ranking adds to a first. */
export interface RankingPair {
  readonly first: string;
  readonly second: string;
  /** τ-b of the two with each other. */
  readonly correlation: number | undefined;
  /** Kendall's partial τ of the second with quality, the first held fixed. */
  readonly partial: number | undefined;
  /** τ-b with quality of the sum of their normal scores. */
  readonly sum: number | undefined;
  /** `sum` minus the better τ of the two. */
  readonly gain: number | undefined;
}

/**
 * Which rankings add to each other, the pair with the largest gain first. The gain is measured on the labels that it is chosen by, so that
 * the largest of many is too large: check it on another set.
 *
 * @param quality as many numbers as architectures, more is better
 * @example
 * const [best] = pairsThatAdd([shape, count], quality);
 */
export function pairsThatAdd(
  rankings: readonly NamedScores[],
  quality: ArrayLike<number>,
  within?: GroupKeys,
): RankingPair[] {
  const normal = rankings.map(({ scores }) => normalScores(scores));
  const taus = rankings.map(({ scores }) => kendall(scores, quality, within));
  const pairs = rankings.flatMap((first, one) =>
    rankings.slice(one + 1).map((second, place): RankingPair => {
      const other = one + 1 + place;
      const correlation = kendall(first.scores, second.scores, within);
      const both = normal[one]?.map((value, index) => value + normal[other]?.[index]);
      const sum = kendall(both as Float64Array, quality, within);
      const better = Math.max(taus[one] ?? Number.NaN, taus[other] ?? Number.NaN);
      const gain = sum === undefined || Number.isNaN(better) ? undefined : sum - better;
      const partial = partialKendall(taus[other], taus[one], correlation);
      return { first: first.name, second: second.name, correlation, partial, sum, gain };
    }),
  );
  const least = Number.NEGATIVE_INFINITY;
  return pairs.sort((one, other) => (other.gain ?? least) - (one.gain ?? least));
}

/**
 * Kendall's partial τ of x and y with z held fixed, (τxy − τxz·τyz)/√((1 − τxz²)(1 − τyz²)); `undefined` if one of the three is, or nothing is
 * left of a ranking once z is held fixed.
 *
 * @see Kendall, Partial rank correlation, Biometrika 32 (1942)
 */
export function partialKendall(
  xy: number | undefined,
  yz: number | undefined,
  xz: number | undefined,
): number | undefined {
  if (xy === undefined || yz === undefined || xz === undefined) return undefined;
  const left = (1 - xz * xz) * (1 - yz * yz);
  if (left < 1e-12) return undefined;
  return Math.max(-1, Math.min(1, (xy - xz * yz) / Math.sqrt(left)));
}
