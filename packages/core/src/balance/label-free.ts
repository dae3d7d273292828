import type { Architecture } from "../architecture/architecture.js";
import { nsc } from "../proxy/nsc.js";
import type { Scorer } from "../proxy/proxy.js";
import { nonEmbeddingParameters } from "../proxy/sizes.js";
import { defaultAlpha } from "../proxy/zerolm.js";
import { Random } from "../random/random.js";
import { averageRanks } from "../ranking/ranks.js";
import { spearmanOfRanks } from "../ranking/spearman.js";
import { sampler } from "../space/sampling.js";
import { architectureAt, type Space } from "../space/space.js";
import { alphaCurve, alphaGrid, bestFirst, capacityPairs } from "./alpha.js";

/** How many architectures of a space decide alpha. */
export const defaultLabelFreeDraws = 1000;

/**
 * Alpha without labels: where the ZeroLM ranking agrees best, in the mean of two Spearman ρ, with the non-embedding parameter count and
 * with NSC (Xavier std). A maximum over shapes needs no labels, so nothing ties it to the tenths of the paper's grid: after the best tenth
 * the hundredths up to a tenth either side are tried. Among equal ones the nearest to 0.5; 0.5 where nothing varies.
 *
 * This heuristic is ours. On the three readings of NAS-Bench-BERT it loses .055 (trained), .030 (labelled) and .036 (published) of
 * Kendall's τ against the best alpha of the grid; 0.5 loses .026, .031 and .036 there.
 *
 * @param architectures unlabelled architectures of the space or benchmark at hand
 * @example
 * const alpha = alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture));
 */
export function alphaWithoutLabels(architectures: readonly Architecture[]): number {
  const pairs = capacityPairs(architectures);
  const agreement = agreementOf(architectures);
  const [tenth] = bestFirst(alphaCurve(pairs, agreement));
  if (!tenth) return defaultAlpha;
  const [hundredth] = bestFirst(alphaCurve(pairs, agreement, hundredthsAround(tenth.alpha)));
  return hundredth?.alpha ?? tenth.alpha;
}

/** The mean of Spearman's ρ of a ranking with the two guides. */
function agreementOf(architectures: readonly Architecture[]): (ranking: Float64Array) => number | undefined {
  const ranksBy = (scorer: Scorer): Float64Array =>
    averageRanks(Float64Array.from(architectures, (architecture) => scorer.score(architecture).value));
  const guides = [
    ranksBy(nonEmbeddingParameters.scorer({})),
    ranksBy(nsc.scorer({ std: "xavier" })),
  ] as const;
  return (ranking) => {
    const ranks = averageRanks(ranking);
    const [withCount, withNsc] = guides.map((guide) => spearmanOfRanks(ranks, guide));
    return withCount === undefined || withNsc === undefined ? undefined : (withCount + withNsc) / 2;
  };
}

/** Every hundredth within a tenth of a value of the grid, and of the grid's range. */
function hundredthsAround(alpha: number): number[] {
  const middle = Math.round(100 * alpha);
  return Array.from({ length: 21 }, (_, index) => (middle - 10 + index) / 100).filter(
    (one) => one >= alphaGrid[0]! && one <= alphaGrid.at(-1)!,
  );
}

/**
 * Alpha for a space: `alphaWithoutLabels` of architectures drawn uniformly from it.
 *
 * @example
 * const scorer = zerolm.scorer({ alpha: labelFreeAlpha(space, { seed: 0 }) });
 */
export function labelFreeAlpha(space: Space, { draws = defaultLabelFreeDraws, seed = 0 } = {}): number {
  const random = new Random(seed);
  const draw = sampler(space);
  return alphaWithoutLabels(Array.from({ length: draws }, () => architectureAt(space, draw(random))));
}
