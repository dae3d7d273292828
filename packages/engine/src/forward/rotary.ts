/** How rotary positions turn the features of a head. */
export interface Rotary {
  /** Tokens of one radian for each pair of features. Two features a wavelength are turned; those behind them are left as they are. */
  readonly wavelengths: readonly number[];
  /** What turned features are multiplied by. */
  readonly factor: number;
  /** Whether the features of a pair are neighbours, instead of standing half of the turned width apart. Default: false. */
  readonly isInterleaved?: boolean | undefined;
}

/**
 * base^(2i / width) for each pair i of features (Su et al. 2021).
 *
 * @param width of what is turned; an odd feature at the end is not
 * @example
 * wavelengthsOf(10_000, 4); // [1, 100]
 */
export function wavelengthsOf(base: number, width: number): number[] {
  const pairs = Math.floor(width / 2);
  return Array.from({ length: pairs }, (_, pair) => base ** (pair / pairs));
}
