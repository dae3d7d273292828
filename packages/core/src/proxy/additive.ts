import type { Architecture } from "../architecture/architecture.js";
import { addScaled, type ExactSum } from "../capacity/exact-sum.js";
import type { Additive, Scorer } from "./proxy.js";

/** The exact sum of an additive proxy over an architecture. */
export function additiveSum(additive: Additive, architecture: Architecture): ExactSum {
  return architecture.layers.reduce(
    (sum, layer) => addScaled(sum, additive.layer(layer, architecture)),
    additive.rest(architecture),
  );
}

/** The score that an exact sum stands for. */
export const additiveScore = ({ high, low }: ExactSum, scale: number): number => (high + low) * scale;

/** The scorer of a proxy that is a sum over layers and has no spread. */
export function additiveScorer(additive: Additive): Scorer {
  return {
    additive,
    score: (architecture) => ({
      value: additiveScore(additiveSum(additive, architecture), additive.scale(architecture)),
    }),
  };
}
