import { type Architecture, matrices } from "@zerolm/core";

/** Bytes that running a trained network takes. */
export interface NetworkMemory {
  /** All matrices in 32 bits. */
  readonly weights: number;
  /** What is in memory beside them at the widest place of a layer or the head, or with gradients in all layers; an estimate. */
  readonly activations: number;
}

const bytes = 4;

/** Scores of this many tokens of the vocabulary are in memory at once. */
export const logitsAtOnce = 2 ** 24;

/**
 * The memory of a network that sees so many sequences of so many tokens.
 *
 * @param hasGradients whether the gradients of all weights are taken: they take as much as the weights, and what layers put out stays until they are
 *   there. Default: false
 * @example
 * networkMemory(architecture, { sequences: 16, tokens: 128 }).weights;
 */
export function networkMemory(
  architecture: Architecture,
  { sequences, tokens }: { readonly sequences: number; readonly tokens: number },
  hasGradients = false,
): NetworkMemory {
  const all = matrices(architecture).reduce((sum, { rows, cols, copies }) => sum + rows * cols * copies, 0);
  const rows = sequences * tokens;
  const layers = architecture.layers.map((layer) => layerEntries(layer, architecture.hidden, rows, tokens));
  const held = hasGradients ? all + layers.reduce((sum, one) => sum + one, 0) : Math.max(0, ...layers);
  const vocabulary = Math.max(1, architecture.embedding.vocabulary);
  const logits = 2 * Math.min(rows * vocabulary, Math.max(logitsAtOnce, vocabulary));
  return {
    weights: bytes * all,
    activations: bytes * (Math.max(held, logits) + 4 * rows * architecture.hidden),
  };
}

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
