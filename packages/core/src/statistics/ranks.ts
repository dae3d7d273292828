import { denseRanks, groupStarts } from "./dense-ranks.js";
import { checkFinite } from "./inputs.js";

/**
 * Average ranks: 1 for the smallest value, n for the largest; equal values share the mean of the places they take.
 *
 * The ranks sum to n(n + 1)/2 whatever the ties. They are multiples of ½, hence exact. O(n), by radix sort.
 *
 * @param values finite numbers, in any unit; −0 equals 0
 * @returns one rank a value, in the order of the values; empty for no values
 * @throws UsageError naming the first value that is not finite
 * @see Kendall, The treatment of ties in ranking problems, Biometrika 33 (1945); SciPy's `rankdata(method="average")`
 * @example
 * averageRanks([30, 10, 30, 20]); // [3.5, 1, 3.5, 2]
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  checkFinite(values, "values");
  const { ranks, counts } = denseRanks(values);
  const starts = groupStarts(counts);
  const averages = new Float64Array(ranks.length);
  for (let index = 0; index < averages.length; index++) {
    const rank = ranks[index];
    averages[index] = starts[rank] + (counts[rank] + 1) / 2;
  }
  return averages;
}
