/**
 * The greatest common divisor of two whole numbers from 0 to 2⁵³; that of 0 and a number is the number.
 *
 * @example
 * greatestCommonDivisor(12, 18); // 6
 */
export function greatestCommonDivisor(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
