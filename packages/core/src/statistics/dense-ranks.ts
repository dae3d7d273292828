import { argsort } from "./argsort.js";

/**
 * Values replaced by the place of their value among the distinct values.
 * On these small integers every later step sorts by counting, and equal values stay equal to the bit.
 */
export interface DenseRanks {
  /** For each value, how many distinct values are smaller: 0 … `counts.length` − 1. */
  readonly ranks: Int32Array;
  /** For each distinct value in ascending order, how often it occurs; as long as there are distinct values. */
  readonly counts: Int32Array;
}

/**
 * Dense ranks of finite numbers: 0 for the smallest value, equal ranks for equal values (−0 equals 0), no gaps.
 *
 * O(n), by radix sort.
 *
 * @param values finite numbers (not checked here)
 * @example
 * denseRanks([30, 10, 30]); // { ranks: [1, 0, 1], counts: [1, 2] }
 */
export function denseRanks(values: ArrayLike<number>): DenseRanks {
  const order = argsort(values);
  const ranks = new Int32Array(order.length);
  const counts = new Int32Array(order.length);
  let rank = 0;
  for (let place = 0; place < order.length; place++) {
    const index = order[place];
    if (place > 0 && values[index] !== values[order[place - 1]]) rank++;
    ranks[index] = rank;
    counts[rank]++;
  }
  return { ranks, counts: counts.slice(0, order.length === 0 ? 0 : rank + 1) };
}

/**
 * The indices of the values in ascending order of their dense ranks; equal ones keep their order (counting sort, O(n)).
 *
 * @param dense ranks to sort by
 * @param previous an order to refine: equal ranks keep the order they have in it; default 0, 1, 2, …
 * @example
 * orderByRank(denseRanks([30, 10, 30])); // [1, 0, 2]
 */
export function orderByRank(dense: DenseRanks, previous?: Int32Array): Int32Array {
  const { ranks, counts } = dense;
  const next = groupStarts(counts);
  const order = new Int32Array(ranks.length);
  for (let place = 0; place < order.length; place++) {
    const index = previous === undefined ? place : previous[place];
    const rank = ranks[index];
    order[next[rank]++] = index;
  }
  return order;
}

/**
 * For each distinct value, how many values are smaller.
 *
 * @example
 * groupStarts(Int32Array.of(1, 2, 4)); // [0, 1, 3]
 */
export function groupStarts(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length);
  for (let rank = 1; rank < starts.length; rank++) starts[rank] = starts[rank - 1] + counts[rank - 1];
  return starts;
}
