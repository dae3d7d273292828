import { type BootstrapOptions, bootstrapSettings, type Interval, middle } from "./bootstrap.js";
import { resamples } from "./resamples.js";

/**
 * The percentile bootstrap interval of a mean: where the mean of as many values, drawn from these with replacement, lies. It says how far the mean
 * would move with other values from the same source.
 *
 * @param values finite numbers, at least one
 * @param options resamples (2000), level (0.95), seed (0)
 * @returns nothing for fewer than two values, which say nothing of how they vary
 * @see Efron & Tibshirani, An introduction to the bootstrap (1993), § 13.3
 * @example
 * meanInterval([1, 1, 1]); // [1, 1]
 */
export function meanInterval(
  values: ArrayLike<number>,
  options: Omit<BootstrapOptions, "within"> = {},
): Interval | undefined {
  const { resamples: times, level, seed } = bootstrapSettings(options);
  const count = values.length;
  if (count < 2) return undefined;
  const means: number[] = [];
  for (const weights of resamples([count], times, seed)) {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += (weights[index] as number) * (values[index] as number);
    means.push(sum / count);
  }
  return middle(Float64Array.from(means), level);
}
