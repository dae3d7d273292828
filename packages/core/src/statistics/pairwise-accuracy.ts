import type { GroupKeys } from "./groups.js";
import { checkPairs } from "./inputs.js";
import { type Concordance, concordance } from "./kendall.js";

/**
 * Pairwise accuracy: of the pairs of architectures with different quality, the share that the score orders as the
 * quality does. A pair that the score leaves tied counts one half, as a coin would do.
 *
 *     (C + ½·T) / (C + D + T),   T: pairs tied in score but not in quality
 *
 * 1 is perfect, ½ is chance (a constant score gets exactly that), 0 is reversed. O(n log n).
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better; only the order counts
 * @param within as many keys: only pairs of an equal key count; default: all pairs
 * @returns a share in [0, 1]; `undefined` where no two architectures differ in quality (fewer than two, or constant)
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see Harrell et al., Evaluating the yield of medical tests, JAMA 247 (1982): the concordance index, without censoring
 * @example
 * pairwiseAccuracy([1, 2, 2], [5, 7, 6]); // 2.5 / 3
 */
export function pairwiseAccuracy(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  within?: GroupKeys,
): number | undefined {
  checkPairs(scores, quality, ["scores", "quality"]);
  return accuracyOf(concordance(scores, quality, within));
}

/** The pairwise accuracy of pairs already counted; `undefined` where none differ in quality. */
export function accuracyOf({
  concordant,
  discordant,
  tiedX,
}: Pick<Concordance, "concordant" | "discordant" | "tiedX">): number | undefined {
  const decidable = concordant + discordant + tiedX;
  return decidable === 0 ? undefined : (concordant + tiedX / 2) / decidable;
}
