/*
 * Sums that do not depend on the order of their terms.
 *
 * A real number x is held as high + low, high a multiple of 2⁻²² and low of 2⁻⁵² with |low| ≤ 2⁻²³. As long as the whole
 * factors of all terms add up to less than 2²⁴ and the sum stays below 2³¹, every partial sum of either part is exact in a
 * double, in any order and grouping. So two architectures made of the same matrices score equal to the bit, and a search may
 * add layer by layer what a plain loop adds matrix by matrix. The error against real arithmetic is 2⁻⁵³ times the factors.
 * Whole numbers are exact as they are, up to 2⁵³.
 */

const highGrid = 2 ** 22;
const lowGrid = 2 ** 52;

/** A sum of exactly added terms; its value is `high + low`. */
export interface ExactSum {
  readonly high: number;
  readonly low: number;
}

export const zero: ExactSum = { high: 0, low: 0 };

/** The term of a real number, rounded to a multiple of 2⁻⁵². */
export function exactTerm(value: number): ExactSum {
  const high = Math.round(value * highGrid) / highGrid;
  return { high, low: Math.round((value - high) * lowGrid) / lowGrid };
}

/** The term of a whole number. */
export const wholeTerm = (value: number): ExactSum => ({ high: value, low: 0 });

/** one + factor · other, for a whole factor. */
export function addScaled(one: ExactSum, other: ExactSum, factor = 1): ExactSum {
  return { high: one.high + factor * other.high, low: one.low + factor * other.low };
}

/** The sum of all terms, as one rounding of the exact sum. */
export const sumOf = (terms: Iterable<ExactSum>): ExactSum => {
  let sum = zero;
  for (const term of terms) sum = addScaled(sum, term);
  return sum;
};
