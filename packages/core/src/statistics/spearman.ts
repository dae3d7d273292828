import { type GroupKeys, meanOfGroups, membersOf, valuesOf } from "./groups.js";
import { checkPairs } from "./inputs.js";
import { averageRanks } from "./ranks.js";

/**
 * Spearman's rank correlation ρ: Pearson's correlation of the average ranks.
 *
 *     ρ = Σ (rᵢ − r̄)(qᵢ − r̄) / √(Σ (rᵢ − r̄)² · Σ (qᵢ − r̄)²),   r̄ = (n + 1)/2
 *
 * 1 where y rises whenever x does, −1 where it always falls. Ties are corrected for, unlike in the short form
 * 1 − 6Σd²/(n³ − n). The sums are exact for n up to 10⁵, so the order of the points does not matter even to the bit.
 *
 * @param x finite numbers, as the scores of architectures; only their order counts
 * @param y as many finite numbers, as the quality of the same architectures
 * @param within as many keys: the mean of ρ over the points of each key, weighted by their number, without those of a single point and
 * those in which x or y is constant; default: all points. There is no one ρ of several groups, since ranks of two groups cannot be
 * compared
 * @returns a number in [−1, 1]; `undefined` where there is no correlation: fewer than two points, or x or y constant
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see Spearman, The proof and measurement of association between two things, Am. J. Psychol. 15 (1904)
 * @example
 * spearman([1, 2, 3, 4], [10, 30, 20, 40]); // 0.8
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>, within?: GroupKeys): number | undefined {
  checkPairs(x, y);
  if (within === undefined) return spearmanOfRanks(averageRanks(x), averageRanks(y));
  return meanOfGroups(
    membersOf(within, x.length),
    (members) => spearmanOfRanks(averageRanks(valuesOf(x, members)), averageRanks(valuesOf(y, members))),
    (members) => members.length,
  );
}

/**
 * Spearman's ρ of average ranks at hand, for lists that are compared again and again.
 *
 * @example
 * spearmanOfRanks(averageRanks([1, 2, 3, 4]), averageRanks([10, 30, 20, 40])); // 0.8
 */
export function spearmanOfRanks(xRanks: Float64Array, yRanks: Float64Array): number | undefined {
  const mean = (xRanks.length + 1) / 2;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let index = 0; index < xRanks.length; index++) {
    const dx = xRanks[index] - mean;
    const dy = yRanks[index] - mean;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return correlationOfSums(xx, yy, xy);
}

/**
 * Pearson's correlation from centred sums of squares and products.
 *
 * @returns a number in [−1, 1]; `undefined` where a sum of squares is zero, since a constant correlates with nothing
 * @example
 * correlationOfSums(2, 2, 1); // 0.5
 */
export function correlationOfSums(xx: number, yy: number, xy: number): number | undefined {
  if (xx === 0 || yy === 0) return undefined;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
