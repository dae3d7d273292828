/*
 * The ends of lists, by loops: a layer may have more options, and a file more rows, than a function takes arguments.
 */

/**
 * The least value over a list; ∞ for none.
 *
 * @example
 * leastOver(choices, ({ size }) => size);
 */
export const leastOver = <T>(list: readonly T[], value: (one: T) => number): number =>
  list.reduce((least, one) => Math.min(least, value(one)), Number.POSITIVE_INFINITY);

/**
 * The greatest value over a list; −∞ for none.
 *
 * @example
 * mostOver(choices, ({ size }) => size);
 */
export const mostOver = <T>(list: readonly T[], value: (one: T) => number): number =>
  list.reduce((most, one) => Math.max(most, value(one)), Number.NEGATIVE_INFINITY);
