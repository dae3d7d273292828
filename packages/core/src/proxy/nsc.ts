import { z } from "zod";
import type { Architecture, Frame } from "../architecture/architecture.js";
import { entryVariance, type Initialiser } from "../architecture/initialiser.js";
import { copiesOf, layerMatrices, type Matrix } from "../architecture/matrices.js";
import { addScaled, type ExactSum, exactTerm, sumOf, zero } from "../capacity/exact-sum.js";
import { shannonTransform } from "../capacity/log-determinant.js";
import { additiveScorer } from "./additive.js";
import {
  defaultStd,
  initialiserUnder,
  isOneScale,
  type Scale,
  scaleOptions,
  twoScales,
  withStd,
} from "./initialiser-option.js";
import type { ShapeScorer } from "./proxy.js";
import { shapeProxy } from "./shape-proxy.js";
import { shapeScorer } from "./shape-scorer.js";
import { type RealWeights, realCapacity, type WeightBlock } from "./weight-source.js";

/** How query, key and value enter: each head by itself, each matrix whole, or the three as one. */
export const attentionSplits = ["per-head", "whole", "merged"] as const;

export type AttentionSplit = (typeof attentionSplits)[number];

/** `count` equal matrices, cut from or put together of the matrices that the architecture has. */
interface Piece {
  readonly rows: number;
  readonly cols: number;
  readonly count: number;
  readonly of: readonly Matrix[];
}

/**
 * Neural Spectral Capacity (2026): Σ E ln det(I + WᵀW) over the matrices of all layers, in closed form. Norms, biases,
 * embeddings and head are left out.
 *
 * Papers differ in how Q, K and V enter and in the standard deviation of the weights; both are options. Xavier's is that of each matrix as
 * it enters, so for a head by itself; an initialiser gives the weights one std, however they are split. With grouped key/value
 * heads, key and value have as many blocks as they have heads.
 */
export const nsc = shapeProxy({
  name: "nsc",
  summary: "Σ ln det(I + WᵀW) expected before training (Marchenko–Pastur)",
  source: "Neural Spectral Capacity, 2026",
  options: z
    .strictObject({
      ...scaleOptions,
      nscAttention: z
        .enum(attentionSplits)
        .default("per-head")
        .describe("whether NSC takes Q, K and V head by head, whole, or merged into one matrix"),
    })
    .refine(isOneScale, twoScales)
    .overwrite(withStd),
  readsRealWeights: true,
  scorer: ({ nscAttention, ...scale }, { weights }): ShapeScorer => {
    if (weights)
      return shapeScorer((architecture) => ({ value: realScore(architecture, nscAttention, weights) }));
    const term = memoisedTerm(scale);
    return additiveScorer({
      layer: (layer, frame) =>
        pieces(layerMatrices(layer, frame, 0), nscAttention).reduce(
          (sum, piece) => addScaled(sum, term(piece, frame), piece.count),
          zero,
        ),
      rest: () => zero,
      scale: () => 1,
    });
  },
});

/** Σ ln det(I + WᵀW) of the pieces of trained weights, head by head and expert by expert. */
function realScore(architecture: Architecture, split: AttentionSplit, weights: RealWeights): number {
  const blocks = architecture.layers.flatMap((layer, index) =>
    pieces(layerMatrices(layer, architecture, index).flatMap(copiesOf), split).flatMap(blocksOf),
  );
  const { high, low } = sumOf(blocks.map((block) => exactTerm(realCapacity(weights, block))));
  return high + low;
}

/** One block for all of a piece, or one for each head that it counts. */
const blocksOf = ({ of, count }: Piece): WeightBlock[] =>
  Array.from({ length: count }, (_, head) => ({
    capacity: "logDeterminant",
    matrices: of,
    head: count === 1 ? undefined : head,
  }));

/**
 * ψ of one matrix, as N exact terms of its mean over the N singular values. Under Xavier that mean depends on N/M alone, so
 * scores that are equal in theory, such as of one 2d × 2d and of two d × d matrices, are equal to the bit.
 *
 * A space of millions of architectures has a few dozen shapes, so shapes are remembered.
 */
function memoisedTerm(scale: Scale): (piece: Piece, frame: Frame) => ExactSum {
  const own = initialiserUnder(scale);
  const { std = defaultStd, initialiser } = scale;
  /** By both sides in one number: a text of three numbers takes as long to make as all else. */
  const known = new Map<number, { smaller: number; x: number; term: ExactSum }>();
  return (piece, frame) => {
    const smaller = Math.min(piece.rows, piece.cols);
    const larger = Math.max(piece.rows, piece.cols);
    const x =
      std === "own" || initialiser !== undefined
        ? ownVariance(piece, own(frame), larger)
        : entryVariance(own(frame), piece.rows, piece.cols, larger);
    const key = larger * 2 ** 24 + smaller;
    const found = known.get(key);
    if (found?.smaller === smaller && found.x === x) return found.term;
    const term = addScaled(zero, exactTerm(shannonTransform(smaller / larger, x)), smaller);
    known.set(key, { smaller, x, term });
    return term;
  };
}

/** Variance times factor. Merged matrices of different shapes may differ in variance; their entries' mean stands for it. */
function ownVariance({ of }: Piece, initialiser: Initialiser, factor: number): number {
  const each = of.map(({ rows, cols }) => entryVariance(initialiser, rows, cols, factor));
  const [first = 0] = each;
  if (each.every((variance) => variance === first)) return first;
  const sum = of.reduce((total, { rows }, index) => total + rows * (each[index] as number), 0);
  return sum / rowsOf(of);
}

const rowsOf = (matrices: readonly Matrix[]): number => matrices.reduce((sum, { rows }) => sum + rows, 0);

function pieces(matrices: readonly Matrix[], split: AttentionSplit): Piece[] {
  if (split === "per-head")
    return matrices.map((matrix) => ({
      rows: matrix.rows / matrix.heads,
      cols: matrix.cols,
      count: matrix.heads * matrix.copies,
      of: [matrix],
    }));
  if (split === "whole") return matrices.map(whole);
  const isInput = ({ role }: Matrix): boolean => role === "query" || role === "key" || role === "value";
  const inputs = matrices.filter(isInput);
  const self = inputs.filter(({ attention }) => attention === "self");
  const cross = inputs.filter(({ attention }) => attention === "cross");
  return [...merged(self), ...merged(cross), ...matrices.filter((matrix) => !isInput(matrix)).map(whole)];
}

const whole = (matrix: Matrix): Piece => ({
  rows: matrix.rows,
  cols: matrix.cols,
  count: matrix.copies,
  of: [matrix],
});

/** Query, key and value of one attention as one matrix; nothing where a mixer has none. */
function merged(inputs: readonly Matrix[]): Piece[] {
  return inputs.slice(0, 1).map(({ cols }) => ({ rows: rowsOf(inputs), cols, count: 1, of: inputs }));
}
