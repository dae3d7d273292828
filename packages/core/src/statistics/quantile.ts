import { type BootstrapOptions, bootstrapSettings, type Interval, middle } from "./bootstrap.js";
import { resamples } from "./resamples.js";

/**
 * The smallest of some values that a share of them does not exceed.
 *
 * @param values at least one, in any order
 * @param share above 0, at most 1: 0.5 for the median
 * @example
 * quantile([3, 1, 2, 4], 0.5); // 2
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1);
  return sorted[place] ?? Number.NaN;
}

/**
 * The percentile bootstrap interval of a quantile, as `meanInterval` has it for a mean.
 *
 * @returns nothing for fewer than two values
 * @example
 * quantileInterval(seconds, 0.5); // of the median
 */
export function quantileInterval(
  values: ArrayLike<number>,
  share: number,
  options: Omit<BootstrapOptions, "within"> = {},
): Interval | undefined {
  const { resamples: times, level, seed } = bootstrapSettings(options);
  const count = values.length;
  if (count < 2) return undefined;
  const order = Array.from({ length: count }, (_, index) => index).sort(
    (one, other) => (values[one] as number) - (values[other] as number),
  );
  const needed = Math.ceil(share * count - 1e-9);
  const quantiles: number[] = [];
  for (const weights of resamples([count], times, seed)) {
    let [seen, place] = [0, -1];
    while (seen < needed) seen += weights[order[++place] as number] as number;
    quantiles.push(values[order[place] as number] as number);
  }
  return middle(Float64Array.from(quantiles), level);
}
