import { type GroupKeys, meanOfGroups, membersOf, valuesOf } from "./groups.js";
import { spearman } from "./spearman.js";

/**
 * Spearman's ρ between score and quality with the size held fixed: what a proxy knows of quality beyond the parameter count.
 *
 *     ρ(x, y | z) = (ρxy − ρxz·ρyz) / √((1 − ρxz²)(1 − ρyz²))
 *
 * Linear in the ranks: a relation to size that bends is removed only as far as the ranks follow it in a straight line.
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better
 * @param sizes as many parameter counts
 * @param within as many keys: the mean over the architectures of each key, weighted by their number; default: all architectures
 * @returns a number in [−1, 1]; `undefined` where one of the three is constant, or where scores or quality are the ranking by size
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see Kendall & Stuart, The advanced theory of statistics, vol. 2, § 27
 * @example
 * partialSpearman([1, 2, 3, 4], [1, 2, 4, 3], [1, 3, 2, 4]); // 0.8728715609439694
 */
export function partialSpearman(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  sizes: ArrayLike<number>,
  within?: GroupKeys,
): number | undefined {
  if (within !== undefined)
    return meanOfGroups(
      membersOf(within, scores.length),
      (members) =>
        partialSpearman(valuesOf(scores, members), valuesOf(quality, members), valuesOf(sizes, members)),
      (members) => members.length,
    );
  const xy = spearman(scores, quality);
  const xz = spearman(scores, sizes);
  const yz = spearman(quality, sizes);
  if (xy === undefined || xz === undefined || yz === undefined) return undefined;
  const left = (1 - xz * xz) * (1 - yz * yz);
  // Where a ranking is that by size, nothing is left of it; rounding must not make something of the nothing.
  if (left < 1e-12) return undefined;
  return Math.max(-1, Math.min(1, (xy - xz * yz) / Math.sqrt(left)));
}
