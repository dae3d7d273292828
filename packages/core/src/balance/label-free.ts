import type { Architecture } from "../architecture/architecture.js";
import { nsc } from "../proxy/nsc.js";
import type { Scorer } from "../proxy/proxy.js";
import { nonEmbeddingParameters } from "../proxy/sizes.js";
import { defaultAlpha } from "../proxy/zerolm.js";
import { Random } from "../random/random.js";
import { averageRanks } from "../ranking/ranks.js";
import { sampler } from "../space/sampling.js";
import { architectureAt, type Space } from "../space/space.js";
import { alphaCurve, bestFirst, capacityPairs, spearmanWith } from "./alpha.js";

/** How many architectures of a space decide alpha. */
export const defaultLabelFreeDraws = 1000;

/**
 * Alpha without labels: the value of the grid at which the ZeroLM ranking agrees best, in the mean of two Spearman ρ, with the
 * non-embedding parameter count and with NSC (Xavier std). Among equal ones the nearest to 0.5; 0.5 where nothing varies.
 *
 * This heuristic is ours. On the three readings of NAS-Bench-BERT it loses .055 (trained), .031 (labelled) and .036 (published) of
 * Kendall's τ against the best alpha of the grid; 0.5 loses .026, .031 and .036 there.
 *
 * @param architectures unlabelled architectures of the space or benchmark at hand
 */
export function alphaWithoutLabels(architectures: readonly Architecture[]): number {
  const scores = (scorer: Scorer): Float64Array =>
    averageRanks(Float64Array.from(architectures, (architecture) => scorer.score(architecture).value));
  const withParameters = spearmanWith(scores(nonEmbeddingParameters.scorer({})));
  const withNsc = spearmanWith(scores(nsc.scorer({ std: "xavier" })));
  const curve = alphaCurve(capacityPairs(architectures), (ranking) => {
    const one = withParameters(ranking);
    const other = withNsc(ranking);
    return one === undefined || other === undefined ? undefined : (one + other) / 2;
  });
  return bestFirst(curve)[0]?.alpha ?? defaultAlpha;
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
