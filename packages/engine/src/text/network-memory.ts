import { type Architecture, type Matrix, matrices } from "@zerolm/core";

/** Bytes that running a trained network takes. */
export interface NetworkMemory {
  /** All matrices in 32 bits. */
  readonly weights: number;
  /** Those of layers alone. */
  readonly layerWeights: number;
  /** What is in memory beside them at the widest place of a layer or the head; an estimate. */
  readonly activations: number;
  /** The same if gradients are taken: those of the weights of layers, and what all layers put out, which stays until they are there. */
  readonly gradients: number;
}

const bytes = 4;

/** Scores of this many tokens of the vocabulary are in memory at once. */
export const logitsAtOnce = 2 ** 24;

/**
 * The memory of a network that sees so many sequences of so many tokens.
 *
 * @example
 * networkMemory(architecture, { sequences: 16, tokens: 128 }).weights;
 */
export function networkMemory(
  architecture: Architecture,
  { sequences, tokens }: { readonly sequences: number; readonly tokens: number },
): NetworkMemory {
  const rows = sequences * tokens;
  const layers = architecture.layers.map((layer) => layerEntries(layer, architecture.hidden, rows, tokens));
  const vocabulary = Math.max(1, architecture.embedding.vocabulary);
  const logits = 2 * Math.min(rows * vocabulary, Math.max(logitsAtOnce, vocabulary));
  const streams = 4 * rows * architecture.hidden;
  const ofLayers = entriesOf(architecture, ({ layer }) => layer !== undefined);
  return {
    weights: bytes * entriesOf(architecture),
    layerWeights: bytes * ofLayers,
    activations: bytes * (Math.max(0, logits, ...layers) + streams),
    gradients: bytes * (ofLayers + layers.reduce((sum, one) => sum + one, 0) + streams),
  };
}

/** Entries of all matrices, or of some. */
const entriesOf = (architecture: Architecture, isCounted: (matrix: Matrix) => boolean = () => true): number =>
  matrices(architecture).reduce(
    (sum, matrix) => sum + (isCounted(matrix) ? matrix.rows * matrix.cols * matrix.copies : 0),
    0,
  );

/** Entries of the tensors that are there at once: scores and their softmax, or what stands between the matrices of an FFN. */
function layerEntries(
  { mixer, ffn }: Architecture["layers"][number],
  hidden: number,
  rows: number,
  tokens: number,
): number {
  const heads = mixer && "heads" in mixer ? mixer.heads : 1;
  const scores = 3 * rows * heads * tokens;
  if (!ffn) return scores;
  const width = ffn.kind === "plain" ? Math.max(...ffn.widths) : ffn.width;
  const experts = ffn.kind === "mixture" ? ffn.experts + ffn.shared : 1;
  return Math.max(scores, experts * rows * (4 * width + hidden));
}
