/*
 * Notation
 *   i, j    points; a pair is matched if their sizes differ by less than a tenth of the larger
 *   w       weight of a point: how often a resample holds it
 *   s       1 for a matched pair that x and y order alike, −1 if they do not, 0 if it is tied in either
 *   tx, ty  1 for a matched pair that is tied in x, in y, else 0;  m: 1 for every matched pair
 *
 *     τ-b = S / √((M − Tx)(M − Ty)),   S = Σ wᵢwⱼsᵢⱼ over pairs, and M, Tx, Ty likewise
 */
import { denseRanks, orderByRank } from "./dense-ranks.js";
import { type GroupKeys, membersOf, valuesOf } from "./groups.js";
import { windowStarts } from "./matched-size.js";

/** Points that are resampled again and again, of which pairs of similar size count. */
export interface MatchedPairs {
  /**
   * Kendall's τ-b over the matched pairs of a resample.
   *
   * @param weights one a point, in the order of the input
   * @returns `undefined` if no pair is matched, or all are tied in x or all in y
   */
  readonly kendall: (weights: Int32Array) => number | undefined;
}

/** Up to so many pairs are added one by one for each resample: some 15 ms for 2,000 of them. */
export const oneByOneAtMost = 2 ** 13;

/**
 * Lays out the pairs of similar size once, so that a resample is only a weight a point.
 *
 * @param x finite numbers (not checked here, nor are the others)
 * @param y as many
 * @param sizes as many, positive
 * @param within as many keys: only pairs of an equal key are matched; default: all pairs
 * @example
 * matchedPairs([1, 2], [1, 2], [100, 101]).kendall(Int32Array.of(1, 1)); // 1
 */
export function matchedPairs(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  sizes: ArrayLike<number>,
  within?: GroupKeys,
): MatchedPairs {
  const { order, starts } = windowsOf(sizes, membersOf(within, sizes.length));
  const count = starts.reduce((sum, start, place) => sum + place - start, 0);
  const pairs = { order, starts, x: denseRanks(x).ranks, y: denseRanks(y).ranks };
  return count <= oneByOneAtMost ? oneByOne(pairs, count) : firstOrder(pairs);
}

/**
 * The same of points whose every pair is matched, to the first order of the weights.
 *
 * @example
 * allPairs([1, 2], [1, 2]).kendall(Int32Array.of(1, 1)); // 1
 */
export function allPairs(x: ArrayLike<number>, y: ArrayLike<number>): MatchedPairs {
  const order = Int32Array.from(x, (_, place) => place);
  const starts = new Int32Array(x.length);
  return firstOrder({ order, starts, x: denseRanks(x).ranks, y: denseRanks(y).ranks });
}

/** The points of one group after those of another, each by size. */
function windowsOf(
  sizes: ArrayLike<number>,
  groups: readonly (readonly number[])[],
): Pick<Pairs, "order" | "starts"> {
  const order = new Int32Array(sizes.length);
  const starts = new Int32Array(sizes.length);
  let before = 0;
  for (const members of groups) {
    const bySize = orderByRank(denseRanks(valuesOf(sizes, members))).map((place) => members[place]);
    order.set(bySize, before);
    starts.set(
      windowStarts(valuesOf(sizes, [...bySize])).map((start) => before + start),
      before,
    );
    before += members.length;
  }
  return { order, starts };
}

interface Pairs {
  /** Points by size, one group after the other. */
  readonly order: Int32Array;
  /** For each of them, in this order, the first that it is matched with. */
  readonly starts: Int32Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
}

/** Visits every matched pair by index, with the signs of its differences. */
function eachPair(
  { order, starts, x, y }: Pairs,
  visit: (i: number, j: number, dx: number, dy: number) => void,
): void {
  for (const [place, start] of starts.entries()) {
    const i = order[place];
    for (let before = start; before < place; before++) {
      const j = order[before];
      visit(i, j, Math.sign(x[i] - x[j]), Math.sign(y[i] - y[j]));
    }
  }
}

function oneByOne(pairs: Pairs, count: number): MatchedPairs {
  const { order, starts } = pairs;
  const signs = new Int8Array(count);
  const tiedX: number[] = [];
  const tiedY: number[] = [];
  let at = 0;
  eachPair(pairs, (i, j, dx, dy) => {
    signs[at++] = dx * dy;
    if (dx === 0) tiedX.push(i, j);
    if (dy === 0) tiedY.push(i, j);
  });
  const bySize = new Int32Array(order.length);
  const before = new Int32Array(order.length + 1);
  return {
    kendall(weights) {
      for (let place = 0; place < order.length; place++) {
        bySize[place] = weights[order[place]];
        before[place + 1] = before[place] + bySize[place];
      }
      const { signed, matched } = sumsOf(signs, starts, bySize, before);
      return tauOf(signed, matched - listed(tiedX, weights), matched - listed(tiedY, weights));
    },
  };
}

/** S and M; the last list sums the weights before each place. */
function sumsOf(signs: Int8Array, starts: Int32Array, weights: Int32Array, sums: Int32Array) {
  let signed = 0;
  let matched = 0;
  let row = 0;
  for (let place = 0; place < starts.length; place++) {
    const start = starts[place];
    const weight = weights[place];
    if (weight > 0) {
      signed += weight * signedSum(signs, row, weights, start, place);
      matched += weight * (sums[place] - sums[start]);
    }
    row += place - start;
  }
  return { signed, matched };
}

/** Σ wⱼsᵢⱼ over the places j from the first to before the last; the signs of i begin at `row`. Whole numbers of 32 bits are all it needs. */
export function signedSum(
  signs: Int8Array,
  row: number,
  weights: Int32Array,
  first: number,
  last: number,
): number {
  let sum = 0;
  for (let place = first; place < last; place++)
    sum = (sum + Math.imul(weights[place], signs[row + place - first])) | 0;
  return sum;
}

/** Σ wᵢwⱼ over a list of pairs, i and j in turn. */
export function listed(pairs: readonly number[], weights: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < pairs.length; at += 2) sum += weights[pairs[at]] * weights[pairs[at + 1]];
  return sum;
}

/**
 * The sums to the first order of the weights, Σ wᵢ·(part of i) − whole, where the parts of all points are twice the whole. What is left
 * out is of the order of 1/n, while an interval is of the order of 1/√n wide.
 */
function firstOrder(pairs: Pairs): MatchedPairs {
  const parts = new Float64Array(3 * pairs.order.length);
  const add = (i: number, signed: number, untiedX: number, untiedY: number): void => {
    parts[3 * i] += signed;
    parts[3 * i + 1] += untiedX;
    parts[3 * i + 2] += untiedY;
  };
  eachPair(pairs, (i, j, dx, dy) => {
    add(i, dx * dy, dx * dx, dy * dy);
    add(j, dx * dy, dx * dx, dy * dy);
  });
  const weighted = (weights: ArrayLike<number>): [number, number, number] => {
    let [signed, untiedX, untiedY] = [0, 0, 0];
    for (let i = 0; i < weights.length; i++) {
      signed += weights[i] * parts[3 * i];
      untiedX += weights[i] * parts[3 * i + 1];
      untiedY += weights[i] * parts[3 * i + 2];
    }
    return [signed, untiedX, untiedY];
  };
  const [signed, untiedX, untiedY] = weighted(new Uint8Array(pairs.order.length).fill(1));
  return {
    kendall(weights) {
      const [s, x, y] = weighted(weights);
      return tauOf(s - signed / 2, x - untiedX / 2, y - untiedY / 2);
    },
  };
}

/** τ-b of S, M − Tx and M − Ty. */
export const tauOf = (signed: number, untiedX: number, untiedY: number): number | undefined =>
  untiedX > 0 && untiedY > 0 ? Math.max(-1, Math.min(1, signed / Math.sqrt(untiedX * untiedY))) : undefined;
