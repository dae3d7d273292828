import { type GroupKeys, meanOfGroups, membersOf, valuesOf } from "./groups.js";
import { type Concordance, noPairs, sumOfCounts, tauB } from "./kendall.js";
import { WeightedPairs } from "./weighted-pairs.js";

/** A group and where its weights lie among those of all groups. */
interface Group {
  readonly points: WeightedPairs;
  readonly start: number;
  readonly end: number;
}

/**
 * Points in groups that are resampled again and again, each group by itself: {@link WeightedPairs} for each, and the statistics of
 * all of them.
 *
 * @example
 * const points = new GroupedPairs([1, 2, 3, 4], [1, 2, 4, 3], ["a", "a", "b", "b"]);
 * for (const weights of resamples(points.counts, 2000, 0)) {
 *   points.draw(weights);
 *   points.kendall(); // of the resample, or undefined if it has none
 * }
 */
export class GroupedPairs {
  /** The number of points in each group. */
  readonly counts: readonly number[];
  readonly #groups: readonly Group[];
  /** Most sets are one group, and are resampled thousands of times: then nothing is cut up and summed. */
  readonly #only: WeightedPairs | undefined;

  /**
   * Every point with weight 1.
   * @param x finite numbers (not checked here)
   * @param y as many
   * @param within as many keys, an equal one for points that may be compared; default: one group
   */
  constructor(x: ArrayLike<number>, y: ArrayLike<number>, within?: GroupKeys) {
    const groups = membersOf(within, x.length);
    this.counts = groups.map((members) => members.length);
    let end = 0;
    this.#groups = groups.map((members) => {
      const start = end;
      end += members.length;
      return { points: new WeightedPairs(valuesOf(x, members), valuesOf(y, members)), start, end };
    });
    this.#only = groups.length === 1 ? this.#groups[0]?.points : undefined;
  }

  /** Replaces the weights by those of a resample; places within a group are in the order by (x, y). */
  draw(weights: Int32Array): void {
    if (this.#only) this.#only.draw(weights);
    else for (const { points, start, end } of this.#groups) points.draw(weights.subarray(start, end));
  }

  /** Replaces the weights by those of a resample; places within a group are in the order of the input. */
  weigh(weights: Int32Array): void {
    if (this.#only) this.#only.weigh(weights);
    else for (const { points, start, end } of this.#groups) points.weigh(weights.subarray(start, end));
  }

  /** Pairs of two different points of a group. */
  pairsOfTwo(): number {
    return this.#groups.reduce((sum, { points }) => sum + points.pairsOfTwo(), 0);
  }

  /** The mean of Spearman's ρ over the groups that have one, weighted by their points. */
  spearman(): number | undefined {
    if (this.#only) return this.#only.spearman();
    return meanOfGroups(
      this.#groups,
      ({ points }) => points.spearman(),
      ({ start, end }) => end - start,
    );
  }

  /** Kendall's τ-b over the pairs within groups. */
  kendall(): number | undefined {
    return tauB(this.concordance());
  }

  /** How the pairs within groups fall. */
  concordance(): Concordance {
    if (this.#only) return this.#only.concordance();
    return this.#groups.map(({ points }) => points.concordance()).reduce(sumOfCounts, noPairs);
  }
}
