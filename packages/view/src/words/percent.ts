/**
 * A share of size as people say it: one digit below ten, none above.
 *
 * @example
 * percentText(4.26); // "4.3 %"
 */
export const percentText = (percent: number): string => `${percent.toFixed(percent < 9.95 ? 1 : 0)} %`;
