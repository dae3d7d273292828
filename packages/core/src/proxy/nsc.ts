import type { Frame } from "../architecture/architecture.js";
import { entryVariance, type Initialiser } from "../architecture/initialiser.js";
import { layerMatrices, type Matrix } from "../architecture/matrices.js";
import { addScaled, type ExactSum, exactTerm, zero } from "../capacity/exact-sum.js";
import { shannonTransform } from "../capacity/log-determinant.js";
import { UsageError } from "../errors.js";
import { additiveScorer } from "./additive.js";
import type { Proxy } from "./proxy.js";

/** How query, key and value enter: each head by itself, each matrix whole, or the three as one. */
export type AttentionSplit = "per-head" | "whole" | "merged";

export const attentionSplits = ["per-head", "whole", "merged"] as const satisfies readonly AttentionSplit[];

/** One standard deviation for all weights, Xavier's √(2/(rows + cols)) for each matrix, or the architecture's own initialiser. */
export type NscStd = number | "xavier" | "own";

/** `count` equal matrices. */
interface Piece {
  readonly rows: number;
  readonly cols: number;
  readonly count: number;
}

/**
 * Neural Spectral Capacity (2026): Σ E ln det(I + WᵀW) over the matrices of all layers, in closed form. Norms, biases,
 * embeddings and head are left out.
 *
 * Papers differ in how Q, K and V enter and in the standard deviation of the weights; both are options. With grouped key/value
 * heads, key and value have as many blocks as they have heads.
 */
export const nsc: Proxy = {
  name: "nsc",
  summary: "Σ ln det(I + WᵀW) expected before training (Marchenko–Pastur)",
  source: "Neural Spectral Capacity, 2026",
  usesAlpha: false,
  scorer: ({ nscAttention = "per-head", std = "own" }) => {
    if (typeof std === "number" && !(std > 0 && Number.isFinite(std)))
      throw new UsageError(`std must be a positive number, "xavier" or "own", not ${std}`);
    const term = memoisedTerm(std);
    return additiveScorer({
      layer: (layer, frame) =>
        pieces(layerMatrices(layer, frame, 0), nscAttention).reduce(
          (sum, { rows, cols, count }) => addScaled(sum, term(rows, cols, frame), count),
          zero,
        ),
      rest: () => zero,
      scale: () => 1,
    });
  },
};

/**
 * ψ of one matrix, as N exact terms of its mean over the N singular values. Under Xavier that mean depends on N/M alone, so
 * scores that are equal in theory, such as of one 2d × 2d and of two d × d matrices, are equal to the bit.
 *
 * A space of millions of architectures has a few dozen shapes, so shapes are remembered.
 */
function memoisedTerm(std: NscStd): (rows: number, cols: number, frame: Frame) => ExactSum {
  const known = new Map<string, ExactSum>();
  return (rows, cols, frame) => {
    const smaller = Math.min(rows, cols);
    const larger = Math.max(rows, cols);
    const x = entryVariance(initialiserOf(std, frame), rows, cols, larger);
    const key = `${smaller} ${larger} ${x}`;
    const found =
      known.get(key) ?? addScaled(zero, exactTerm(shannonTransform(smaller / larger, x)), smaller);
    known.set(key, found);
    return found;
  };
}

function initialiserOf(std: NscStd, frame: Frame): Initialiser {
  if (std === "own") return frame.initialiser;
  return std === "xavier" ? { kind: "xavier", distribution: "normal" } : { kind: "normal", std };
}

function pieces(matrices: readonly Matrix[], split: AttentionSplit): Piece[] {
  if (split === "whole") return matrices.map(({ rows, cols }) => ({ rows, cols, count: 1 }));
  if (split === "per-head")
    return matrices.map(({ rows, cols, heads }) => ({ rows: rows / heads, cols, count: heads }));
  const [first] = matrices;
  const isInput = ({ role }: Matrix): boolean => role === "query" || role === "key" || role === "value";
  const inputRows = matrices.filter(isInput).reduce((sum, { rows }) => sum + rows, 0);
  const others = matrices
    .filter((matrix) => !isInput(matrix))
    .map(({ rows, cols }) => ({ rows, cols, count: 1 }));
  return inputRows > 0 && first ? [{ rows: inputRows, cols: first.cols, count: 1 }, ...others] : others;
}
