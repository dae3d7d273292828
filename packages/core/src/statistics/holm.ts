/**
 * Holm's correction: p-values that may be compared with .05 although there are many of them. Whoever calls "different" what lies
 * below .05 is wrong about one pair or more in at most 5 % of all such tables, however the tests depend on each other.
 *
 *     adjusted of the i-th smallest = max over j ≤ i of min(1, (m − j + 1)·p of the j-th smallest)
 *
 * @param values m p-values, in any order
 * @returns the adjusted values, in the same order
 * @see Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6 (1979)
 * @example
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((one, other) => values[one] - values[other]);
  const adjusted = new Array<number>(values.length);
  let least = 0;
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (values.length - place) * values[index]));
    adjusted[index] = least;
  }
  return adjusted;
}
