import { z } from "zod";
import { embeddingShapes } from "../architecture/embedding.js";
import { headShapes } from "../architecture/head.js";
import { entryVariance, hasUniformVariance, type Initialiser } from "../architecture/initialiser.js";
import { layerMatrices } from "../architecture/matrices.js";
import type { WeightShape } from "../architecture/sub-module.js";
import { type ExactSum, exactTerm, sumOf, wholeTerm } from "../capacity/exact-sum.js";
import { additiveScorer } from "./additive.js";
import { initialiserUnder, isOneScale, scaleOptions, twoScales, withStd } from "./initialiser-option.js";
import { shapeProxy } from "./shape-proxy.js";

/*
 * Notation: s is the standard deviation of one entry. E|w| = s·√(2/π) for a normal, s·√3/2 for a uniform; for a normal cut at ±2,
 * with φ its density and P = 2Φ(2) − 1, E|x| = 2(φ(0) − φ(2))/P against a standard deviation of √(1 − 4φ(2)/P).
 */
const densityAt0 = 0.3989422804014327;
const densityAt2 = 0.05399096651318806;
const massWithin2 = 0.9544997361036416;
const normalRatio = Math.sqrt(2 / Math.PI);
const uniformRatio = Math.sqrt(3) / 2;
const truncatedRatio =
  (2 * (densityAt0 - densityAt2)) / massWithin2 / Math.sqrt(1 - (4 * densityAt2) / massWithin2);

/**
 * Σ|w| over all weight matrices, embeddings and head included, in expectation before training; the weight magnitude by which the
 * whittle library chooses sub-networks of a checkpoint.
 *
 * It differs from the library in two things: norms and biases are left out, which are ones and zeros before training, and a
 * tied vocabulary projection counts once. Where all entries have one variance the score is a whole number times E|w|.
 *
 * @example
 * absoluteWeight.scorer().score(architecture).value;
 */
export const absoluteWeight = shapeProxy({
  name: "absoluteWeight",
  summary: "Σ|w| expected before training, all matrices",
  source: "whittle, whittle-org/whittle metrics/mag.py",
  options: z.strictObject(scaleOptions).refine(isOneScale, twoScales).overwrite(withStd),
  scorer: (scale) => {
    const own = initialiserUnder(scale);
    return additiveScorer({
      layer: (layer, frame) => termOf(layerMatrices(layer, frame, 0), own(frame)),
      rest: (frame) => termOf([...embeddingShapes(frame), ...headShapes(frame)], own(frame)),
      scale: (frame) => scaleOf(own(frame)),
    });
  },
});

type Shape = Pick<WeightShape, "rows" | "cols" | "copies">;

/** E|w|, where it is the same for all matrices. */
const scaleOf = (initialiser: Initialiser): number =>
  hasUniformVariance(initialiser) ? meanAbsolute(initialiser, { rows: 1, cols: 1 }) : 1;

function termOf(shapes: readonly Shape[], initialiser: Initialiser): ExactSum {
  const count = ({ rows, cols, copies = 1 }: Shape): number => rows * cols * copies;
  return sumOf(
    shapes.map((shape) =>
      hasUniformVariance(initialiser)
        ? wholeTerm(count(shape))
        : exactTerm(count(shape) * meanAbsolute(initialiser, shape)),
    ),
  );
}

/** E|w| of one entry of a matrix. */
function meanAbsolute(initialiser: Initialiser, { rows, cols }: Shape): number {
  return ratioOf(initialiser) * Math.sqrt(entryVariance(initialiser, rows, cols));
}

/** E|w| over the standard deviation. */
function ratioOf(initialiser: Initialiser): number {
  if (initialiser.kind === "truncated-normal") return truncatedRatio;
  if (initialiser.kind === "normal") return normalRatio;
  return initialiser.distribution === "uniform" ? uniformRatio : normalRatio;
}
