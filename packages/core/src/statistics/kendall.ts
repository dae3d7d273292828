/*
 * Notation
 *   n   number of points (xᵢ, yᵢ)
 *   P   pairs of points, n(n − 1)/2
 *   C   concordant pairs: x and y order the two points the same way
 *   D   discordant pairs: x and y order them oppositely
 *   Tx  pairs tied in x alone; Ty: tied in y alone; Txy: tied in both
 *   P = C + D + Tx + Ty + Txy
 */
import { type DenseRanks, denseRanks, orderByRank } from "./dense-ranks.js";
import { type GroupKeys, membersOf, valuesOf } from "./groups.js";
import { checkPairs } from "./inputs.js";

/** How the pairs of points fall; the first five numbers sum to `pairs`. Exact up to about 10⁸ points. */
export interface Concordance {
  /** C: pairs that x and y order the same way. */
  readonly concordant: number;
  /** D: pairs that x and y order oppositely. */
  readonly discordant: number;
  /** Tx: pairs equal in x but not in y. */
  readonly tiedX: number;
  /** Ty: pairs equal in y but not in x. */
  readonly tiedY: number;
  /** Txy: pairs equal in both. */
  readonly tiedBoth: number;
  /** P: all pairs, n(n − 1)/2. */
  readonly pairs: number;
}

/**
 * Counts concordant, discordant and tied pairs in O(n log n): sort by x, then y; the discordant pairs are the
 * inversions left in y, counted by merge sort.
 *
 * @param x finite numbers; only their order counts
 * @param y as many finite numbers
 * @param within as many keys: only pairs of an equal key count; default: all pairs
 * @returns the counts; all zero for fewer than two points
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see Knight, A computer method for calculating Kendall's tau with ungrouped data, JASA 61 (1966)
 * @example
 * concordance([1, 2, 2], [5, 7, 6]);
 * // { concordant: 2, discordant: 0, tiedX: 1, tiedY: 0, tiedBoth: 0, pairs: 3 }
 */
export function concordance(x: ArrayLike<number>, y: ArrayLike<number>, within?: GroupKeys): Concordance {
  checkPairs(x, y);
  if (within === undefined) return countPairs(x, y);
  return membersOf(within, x.length)
    .map((members) => countPairs(valuesOf(x, members), valuesOf(y, members)))
    .reduce(sumOfCounts, noPairs);
}

/** The counts of no points. */
export const noPairs: Concordance = {
  concordant: 0,
  discordant: 0,
  tiedX: 0,
  tiedY: 0,
  tiedBoth: 0,
  pairs: 0,
};

/** Counts of two disjoint sets of pairs, taken together. */
export const sumOfCounts = (one: Concordance, other: Concordance): Concordance => ({
  concordant: one.concordant + other.concordant,
  discordant: one.discordant + other.discordant,
  tiedX: one.tiedX + other.tiedX,
  tiedY: one.tiedY + other.tiedY,
  tiedBoth: one.tiedBoth + other.tiedBoth,
  pairs: one.pairs + other.pairs,
});

function countPairs(x: ArrayLike<number>, y: ArrayLike<number>): Concordance {
  const xDense = denseRanks(x);
  const yDense = denseRanks(y);
  const order = orderByRank(xDense, orderByRank(yDense));
  const pairs = pairsOf(order.length);
  const allTiedX = tiedPairs(xDense.counts);
  const allTiedY = tiedPairs(yDense.counts);
  const tiedBoth = pairsTiedInBoth(order, xDense, yDense);
  const discordant = inversions(order.map((index) => yDense.ranks[index]));
  return {
    concordant: pairs - allTiedX - allTiedY + tiedBoth - discordant,
    discordant,
    tiedX: allTiedX - tiedBoth,
    tiedY: allTiedY - tiedBoth,
    tiedBoth,
    pairs,
  };
}

/**
 * Kendall's rank correlation τ-b, the one corrected for ties:
 *
 *     τ-b = (C − D) / √((C + D + Tx)(C + D + Ty))
 *
 * @param x finite numbers, as the scores of architectures; only their order counts
 * @param y as many finite numbers, as the quality of the same architectures
 * @param within as many keys: C, D, Tx and Ty count the pairs of an equal key, over all groups; default: all pairs
 * @returns a number in [−1, 1]; `undefined` where there is no correlation: fewer than two points, or x or y constant
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see Kendall, The treatment of ties in ranking problems, Biometrika 33 (1945); Knight 1966 for the method
 * @example
 * kendall([1, 2, 3, 4], [10, 30, 20, 40]); // 0.6666666666666666
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>, within?: GroupKeys): number | undefined {
  return tauB(concordance(x, y, within));
}

/**
 * Kendall's τ-a = (C − D) / P, which counts a tie as no agreement, so that ties keep it away from ±1.
 *
 * @param x finite numbers; only their order counts
 * @param y as many finite numbers
 * @param within as for {@link kendall}
 * @returns a number in [−1, 1]; `undefined` for fewer than two points, or x or y constant. The formula alone would give
 * 0 for a constant, which reads as "looked and found nothing" where nothing could be found.
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see Kendall, A new measure of rank correlation, Biometrika 30 (1938)
 * @example
 * kendallTauA([1, 2, 2], [5, 7, 6]); // 0.6666666666666666
 */
export function kendallTauA(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  within?: GroupKeys,
): number | undefined {
  const counts = concordance(x, y, within);
  if (tauB(counts) === undefined) return undefined;
  return (counts.concordant - counts.discordant) / counts.pairs;
}

/**
 * τ-b of pairs already counted; the pairs may be a subset of all, as in `kendallMatchedSize`.
 *
 * @returns a number in [−1, 1]; `undefined` where all pairs are tied in x, or all in y
 * @see Kendall 1945, as for {@link kendall}
 * @example
 * tauB({ concordant: 5, discordant: 1, tiedX: 0, tiedY: 0 }); // 0.6666666666666666
 */
export function tauB(
  counts: Pick<Concordance, "concordant" | "discordant" | "tiedX" | "tiedY">,
): number | undefined {
  const { concordant, discordant, tiedX, tiedY } = counts;
  const untied = concordant + discordant;
  // What is not tied in y is ordered or tied in x alone, and the other way round.
  const orderedByY = untied + tiedX;
  const orderedByX = untied + tiedY;
  if (orderedByX === 0 || orderedByY === 0) return undefined;
  return Math.max(-1, Math.min(1, (concordant - discordant) / Math.sqrt(orderedByX * orderedByY)));
}

/**
 * Number of pairs among n things, n(n − 1)/2.
 *
 * @example
 * pairsOf(4); // 6
 */
export function pairsOf(n: number): number {
  return n < 2 ? 0 : (n * (n - 1)) / 2; // 0 · −1 would be −0
}

/**
 * Number of pairs of equal things, where `counts` says how often each distinct thing occurs.
 *
 * @example
 * tiedPairs(Int32Array.of(1, 3)); // 3
 */
export function tiedPairs(counts: Int32Array): number {
  // Σ c(c − 1)/2 without a branch a count: this runs for every resample of a bootstrap.
  let things = 0;
  let squares = 0;
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index];
    things += count;
    squares += count * count;
  }
  return (squares - things) / 2;
}

function pairsTiedInBoth(order: Int32Array, x: DenseRanks, y: DenseRanks): number {
  let pairs = 0;
  let start = 0;
  for (let place = 1; place <= order.length; place++) {
    const first = order[start];
    const index = order[place];
    if (index !== undefined && x.ranks[index] === x.ranks[first] && y.ranks[index] === y.ranks[first])
      continue;
    pairs += pairsOf(place - start);
    start = place;
  }
  return pairs;
}

/** Number of i < j with values[i] > values[j]; sorts `values` on the way. */
function inversions(values: Int32Array): number {
  let from: Int32Array = values;
  let to: Int32Array = new Int32Array(values.length);
  let found = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      found += merge(from, to, start, middle, Math.min(middle + width, values.length));
    }
    [from, to] = [to, from];
  }
  return found;
}

/** Merges two sorted runs of `from` into `to`; how often an entry of the right run passes one of the left. */
function merge(from: Int32Array, to: Int32Array, start: number, middle: number, end: number): number {
  let left = start;
  let right = middle;
  let passed = 0;
  for (let place = start; place < end; place++) {
    if (right === end || (left < middle && from[left] <= from[right])) {
      to[place] = from[left++];
    } else {
      to[place] = from[right++];
      passed += middle - left;
    }
  }
  return passed;
}
