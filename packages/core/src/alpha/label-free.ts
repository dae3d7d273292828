import type { Architecture } from "../architecture/architecture.js";
import { nsc } from "../proxy/nsc.js";
import type { Additive } from "../proxy/proxy.js";
import { nonEmbeddingParameters } from "../proxy/sizes.js";
import { defaultAlpha } from "../proxy/zerolm.js";
import { Random } from "../random/random.js";
import { sampleMacroFirst } from "../space/sampling.js";
import type { Space } from "../space/space.js";
import { averageRanks } from "../statistics/ranks.js";
import { spearmanOfRanks } from "../statistics/spearman.js";
import { alphaCurve, alphaGrid, bestFirst, capacityPairsBy, type SumsOf, sumsOver } from "./alpha.js";
import { sumsInSpace } from "./sums-in-space.js";

/** How many architectures of a space decide alpha. */
export const defaultLabelFreeDraws = 1000;

/**
 * Alpha without labels: where the ZeroLM ranking agrees best, in the mean of two Spearman ρ, with the non-embedding parameter count and
 * with NSC (Xavier std). The mean is that of Fisher's z, as correlations are averaged (R. A. Fisher, Metron 1, 1921): near 1 a hundredth
 * of ρ means much, far from 1 it means little.
 *
 * A maximum over shapes needs no labels, so nothing ties it to the tenths of the paper's grid: after the best tenth the hundredths up to
 * a tenth either side are tried. Among equal ones the nearest to 0.5; 0.5 where nothing varies.
 *
 * This heuristic is ours. On the three readings of NAS-Bench-BERT it loses .021 (trained), .025 (labelled) and .035 (published) of
 * Kendall's τ against the best alpha of the grid; 0.5 loses .026, .031 and .036 there. Which mean is taken was decided when the losses of
 * both on the sets of `docs/alpha.md` were known.
 *
 * @param architectures unlabelled architectures of the space or benchmark at hand
 * @example
 * const alpha = alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture));
 */
export const alphaWithoutLabels = (architectures: readonly Architecture[]): number =>
  alphaBy(sumsOver(architectures));

function alphaBy(sumsOf: SumsOf): number {
  const pairs = capacityPairsBy(sumsOf);
  const agreement = agreementOf(sumsOf);
  const [tenth] = bestFirst(alphaCurve(pairs, agreement));
  if (!tenth) return defaultAlpha;
  const [hundredth] = bestFirst(alphaCurve(pairs, agreement, hundredthsAround(tenth.alpha)));
  return hundredth?.alpha ?? tenth.alpha;
}

/** How well a ranking agrees with the two guides, on a scale that orders like the mean of Fisher's z of the two ρ. */
function agreementOf(sumsOf: SumsOf): (ranking: Float64Array) => number | undefined {
  const guides = [nonEmbeddingParameters.scorer(), nsc.scorer({ std: "xavier" })].map(({ additive }) =>
    averageRanks(sumsOf(additive as Additive)),
  ) as [Float64Array, Float64Array];
  const odds = oddsAmong(guides[0].length);
  return (ranking) => {
    const ranks = averageRanks(ranking);
    const [withCount, withNsc] = guides.map((guide) => spearmanOfRanks(ranks, guide));
    return withCount === undefined || withNsc === undefined ? undefined : odds(withCount) * odds(withNsc);
  };
}

/**
 * (1 + ρ)/(1 − ρ) = exp(2z) with z = artanh ρ: products order like means of z, and need no function that machines round differently.
 * Of n architectures the smallest 1 − ρ above 0 is of the order of 1/n³; adding that keeps perfect agreement finite, so that the other
 * guide still counts.
 */
const oddsAmong =
  (count: number) =>
  (rho: number): number =>
    (1 + rho) / (1 - rho + 1 / count ** 3);

/** Every hundredth within a tenth of a value of the grid, and of the grid's range. */
function hundredthsAround(alpha: number): number[] {
  const middle = Math.round(100 * alpha);
  return Array.from({ length: 21 }, (_, index) => (middle - 10 + index) / 100).filter(
    (one) => one >= alphaGrid[0]! && one <= alphaGrid.at(-1)!,
  );
}

/**
 * Alpha for a space: `alphaWithoutLabels` of architectures drawn from it, macro choices first, since a search decides depth and hidden
 * size as well.
 *
 * @example
 * const scorer = zerolm.scorer({ alpha: labelFreeAlpha(space, { seed: 0 }) });
 */
export function labelFreeAlpha(space: Space, { draws = defaultLabelFreeDraws, seed = 0 } = {}): number {
  const random = new Random(seed);
  return alphaBy(
    sumsInSpace(
      space,
      Array.from({ length: draws }, () => sampleMacroFirst(space, random)),
    ),
  );
}
