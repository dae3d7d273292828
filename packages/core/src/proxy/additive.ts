import type { Architecture } from "../architecture/architecture.js";
import { stackDepths } from "../architecture/stacks.js";
import { addScaled, type ExactSum } from "../capacity/exact-sum.js";
import type { Additive, AdditiveScorer } from "./proxy.js";
import { shapeScorer } from "./shape-scorer.js";

/** The exact sum of an additive proxy over an architecture. */
export function additiveSum(additive: Additive, architecture: Architecture): ExactSum {
  return architecture.layers.reduce(
    (sum, layer) => addScaled(sum, additive.layer(layer, architecture)),
    additive.rest(architecture, stackDepths(architecture.layers)),
  );
}

/** The score of an additive proxy for an architecture. */
export const additiveScoreOf = (additive: Additive, architecture: Architecture): number =>
  additiveScore(
    additiveSum(additive, architecture),
    additive.scale(architecture, stackDepths(architecture.layers)),
  );

/** The score that an exact sum stands for. */
export const additiveScore = ({ high, low }: ExactSum, scale: number): number => (high + low) * scale;

/**
 * The scorer of a proxy that is a sum over layers and has no spread. Make terms with {@link exactTerm} and {@link wholeTerm}: they add up
 * to the same bits in any order.
 *
 * @example
 * additiveScorer({
 *   layer: (layer, frame) => wholeTerm(layerParameters(layer, frame)),
 *   rest: () => zero,
 *   scale: () => 1,
 * });
 */
export const additiveScorer = (additive: Additive): AdditiveScorer => ({
  ...shapeScorer((architecture) => ({ value: additiveScoreOf(additive, architecture) })),
  additive,
});
