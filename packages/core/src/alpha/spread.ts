/** Mean and standard deviation over draws. */
export interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * Mean and standard deviation (n − 1) of at least one number.
 *
 * @example
 * spreadOf([1, 3]); // { mean: 2, standardDeviation: 1.4142135623730951 }
 */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
