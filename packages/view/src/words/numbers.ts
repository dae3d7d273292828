import { fullCount, shortCount } from "@zerolm/tasks/words";

// Outcomes say budgets in these words too.
export { bytesText, counted, flopsText, fullCount, shortCount } from "@zerolm/tasks/words";

/** A score in five digits; in six where it has six before the point. */
export const scoreText = (score: number): string => {
  const size = Math.abs(score);
  if (size >= 999_999.5) return shortCount(score);
  if (Number.isInteger(score) || size >= 99_999.5) return score.toFixed(0);
  return score.toPrecision(5);
};

/**
 * A correlation as papers print it: three digits and no zero before the point.
 *
 * @example
 * correlationText(0.8902); // ".890"
 */
export function correlationText(value: number | undefined): string {
  // What rounds to zero has no sign.
  return value === undefined
    ? "n/a"
    : value
        .toFixed(3)
        .replace(/^-(?=0\.000)/, "")
        .replace(/^(-?)0\./, "$1.");
}

/** An interval of correlations. */
export function intervalText(interval: readonly [number, number] | undefined): string {
  return interval === undefined ? "n/a" : `${correlationText(interval[0])}–${correlationText(interval[1])}`;
}

/** Seconds in two digits. */
export const secondsText = (seconds: number): string =>
  `${seconds < 10 ? seconds.toPrecision(2) : seconds.toFixed(0)} s`;

/**
 * A count of any size: all digits up to a million million, beyond that three digits and a power of ten.
 *
 * @example
 * roundedCount(10n ** 24n); // "1.00e24"
 */
export function roundedCount(count: bigint): string {
  if (count < 10n ** 12n) return fullCount(count);
  const digits = String(count);
  return `${digits[0]}.${digits.slice(1, 3)}e${digits.length - 1}`;
}
