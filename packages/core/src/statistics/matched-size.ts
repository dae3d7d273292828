import { UsageError } from "../errors.js";
import { denseRanks, orderByRank } from "./dense-ranks.js";
import { type GroupKeys, membersOf, valuesOf } from "./groups.js";
import { checkFinite, checkPairs, checkSameLength } from "./inputs.js";
import { type Concordance, noPairs, sumOfCounts, tauB } from "./kendall.js";

/** Sizes match that differ by less than this share of the larger. */
const defaultTolerance = 0.1;

/** Kendall's τ-b over pairs of similar size. */
export interface MatchedSize {
  /** τ-b over the matched pairs; `undefined` where there are none, or all of them are tied in score or all in quality. */
  readonly kendall: number | undefined;
  /** Number of matched pairs, ties included. */
  readonly pairs: number;
}

/**
 * Kendall's τ-b over the pairs of architectures of nearly the same size: what a proxy knows beyond counting parameters.
 *
 * A pair is matched where larger − smaller < tolerance · larger. Over these pairs alone,
 *
 *     τ = (C − D) / √((C + D + Tx)(C + D + Ty)),   Tx: tied in score only, Ty: tied in quality only
 *
 * Sorts by size and slides a window over it: O(n log n + pairs).
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better
 * @param sizes as many parameter counts, positive
 * @param tolerance relative difference below which sizes match, above 0 and up to 1; default 0.1
 * @param within as many keys: only pairs of an equal key are matched; default: all pairs
 * @throws UsageError naming the index of a value that is missing, not finite, or of a size that is not positive
 * @see Kendall 1945 for τ-b; the restriction to matched pairs is ours
 * @example
 * kendallMatchedSize([1, 2, 9], [1, 2, 0], [100, 105, 500]); // { kendall: 1, pairs: 1 }
 */
export function kendallMatchedSize(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  sizes: ArrayLike<number>,
  tolerance = defaultTolerance,
  within?: GroupKeys,
): MatchedSize {
  checkPairs(scores, quality, ["scores", "quality"]);
  checkSizes(scores, sizes);
  if (!(tolerance > 0 && tolerance <= 1)) {
    throw new UsageError(`tolerance is ${tolerance}, but it must be above 0 and at most 1.`);
  }
  const counts = membersOf(within, scores.length)
    .map((members) =>
      matchedPairs(
        valuesOf(scores, members),
        valuesOf(quality, members),
        valuesOf(sizes, members),
        tolerance,
      ),
    )
    .reduce(sumOfCounts, noPairs);
  return { kendall: tauB(counts), pairs: counts.pairs };
}

function matchedPairs(
  scores: Float64Array,
  quality: Float64Array,
  sizes: Float64Array,
  tolerance: number,
): Concordance {
  const order = orderByRank(denseRanks(sizes));
  const x = denseRanks(scores).ranks;
  const y = denseRanks(quality).ranks;
  return countMatched(
    Float64Array.from(order, (index) => sizes[index]),
    order.map((index) => x[index]),
    order.map((index) => y[index]),
    tolerance,
  );
}

function checkSizes(scores: ArrayLike<number>, sizes: ArrayLike<number>): void {
  checkSameLength(scores, "scores", sizes, "sizes");
  checkFinite(sizes, "sizes");
  for (let index = 0; index < sizes.length; index++) {
    if (sizes[index] > 0) continue;
    throw new UsageError(`sizes[${index}] is ${sizes[index]}. Give a positive number of parameters.`);
  }
}

/**
 * For each size the place of the smallest that it matches; sizes ascend.
 *
 * @example
 * windowStarts([100, 105, 500], 0.1); // [0, 0, 2]
 */
export function windowStarts(size: ArrayLike<number>, tolerance = defaultTolerance): Int32Array {
  let smallest = 0;
  return Int32Array.from({ length: size.length }, (_, larger) => {
    while (size[larger] - size[smallest] >= tolerance * size[larger]) smallest++;
    return smallest;
  });
}

/** Counts over the pairs within the window; all lists ascend in size. */
function countMatched(size: Float64Array, x: Int32Array, y: Int32Array, tolerance: number): Concordance {
  let pairs = 0;
  let concordant = 0;
  let discordant = 0;
  let tiedX = 0;
  let tiedY = 0;
  for (const [larger, smallest] of windowStarts(size, tolerance).entries()) {
    pairs += larger - smallest;
    for (let smaller = smallest; smaller < larger; smaller++) {
      const dx = x[larger] - x[smaller];
      const dy = y[larger] - y[smaller];
      if (dx === 0) tiedX += dy === 0 ? 0 : 1;
      else if (dy === 0) tiedY++;
      else if (dx < 0 === dy < 0) concordant++;
      else discordant++;
    }
  }
  const tiedBoth = pairs - concordant - discordant - tiedX - tiedY;
  return { concordant, discordant, tiedX, tiedY, tiedBoth, pairs };
}
