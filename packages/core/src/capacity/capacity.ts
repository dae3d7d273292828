/*
 * Notation: a matrix W is m × n = rows × cols with independent entries of mean 0, variance s² and kurtosis κ before training.
 */

/** The expectation and the spread of a capacity over random weights. */
export interface Estimate {
  readonly mean: number;
  /** Standard deviation over initialisations. `undefined` where no closed form is known to us. */
  readonly standardDeviation: number | undefined;
}

/** A number for one matrix, in closed form for random weights and on real values: the extension point for new ones. */
export interface Capacity {
  readonly name: string;
  /** What it measures and where it comes from. */
  readonly source: string;
  /**
   * Over random weights.
   * @param variance s² of one entry
   * @param kurtosis κ of one entry, 3 for a normal
   */
  readonly expected: (rows: number, cols: number, variance: number, kurtosis: number) => Estimate;
  /**
   * Of real weights.
   * @param values rows × cols numbers, row by row
   */
  readonly ofValues: (values: ArrayLike<number>, rows: number, cols: number) => number;
}
