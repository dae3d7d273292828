import { UsageError } from "../errors.js";
import { alphaCurve, bestFirst, type CapacityPairs, spearmanWith } from "./alpha.js";

/**
 * Alpha from a few trained architectures (ZeroLM, arXiv 2503.18646): the mean of the two values of the grid with the highest
 * Spearman ρ between score and quality. Among equal ones those nearest to 0.5 count.
 *
 * @param pairs capacities of the labelled architectures
 * @param quality one number each, higher is better
 * @throws {UsageError} where the labels decide nothing: fewer than two, or all of one quality
 * @example
 * const alpha = alphaFromLabels(capacityPairs(architectures), glueScores);
 */
export function alphaFromLabels(pairs: CapacityPairs, quality: ArrayLike<number>): number {
  const [best, second] = bestFirst(alphaCurve(pairs, spearmanWith(quality)));
  if (!best || !second)
    throw new UsageError(
      "these labels cannot decide alpha: at least two architectures that differ in quality and in capacity are needed",
    );
  return Math.round(((best.alpha + second.alpha) / 2) * 100) / 100;
}
