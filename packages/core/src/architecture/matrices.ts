import { type Architecture, type Frame, type Layer, subModuleKind } from "./architecture.js";
import { entryVariance } from "./initialiser.js";
import type { Role, WeightShape } from "./sub-module.js";

/** The four parts of a Transformer that are counted apart. Every mixer counts as attention. */
export type SubModule = "attention" | "ffn" | "embedding" | "head";

/** One weight matrix of an architecture, rows × cols = out × in as PyTorch's Linear stores it. */
export interface Matrix {
  /** Unique in its architecture, as `layers.3.ffn.up`. */
  readonly name: string;
  readonly subModule: SubModule;
  readonly role: Role;
  /** From 0; `undefined` for embeddings and head. */
  readonly layer: number | undefined;
  readonly rows: number;
  readonly cols: number;
  /** The rows fall into this many equal blocks, one a head; 1 where there are no heads. */
  readonly heads: number;
  /** Standard deviation of one entry before training. */
  readonly std: number;
}

/**
 * The weight matrices of an architecture: embeddings, then layer by layer mixer and FFN, then the head. Biases and norms are
 * vectors and not listed. A tied vocabulary projection is the embedding again and not listed twice.
 *
 * @example
 * const attention = matrices(architecture).filter(({ subModule }) => subModule === "attention");
 */
export function matrices(architecture: Architecture): Matrix[] {
  return [
    ...embeddingMatrices(architecture),
    ...architecture.layers.flatMap((layer, index) => layerMatrices(layer, architecture, index)),
    ...headMatrices(architecture),
  ];
}

/** The matrices of one layer. `index` enters only their names. */
export function layerMatrices({ mixer, ffn }: Layer, frame: Frame, index: number): Matrix[] {
  const mixerShapes = subModuleKind(mixer).weights(mixer, frame.hidden);
  const ffnShapes = subModuleKind(ffn).weights(ffn, frame.hidden);
  return [...named(mixerShapes, "attention", frame, index), ...named(ffnShapes, "ffn", frame, index)];
}

/** Token, position and type embeddings, and the projection to hidden where the embedding width differs. */
export function embeddingMatrices(frame: Frame): Matrix[] {
  const { vocabulary, positions, tokenTypes, width } = frame.embedding;
  const shapes: WeightShape[] = [
    { role: "vocabulary", rows: vocabulary, cols: width },
    { role: "position", rows: positions, cols: width },
    { role: "tokenType", rows: tokenTypes, cols: width },
  ];
  if (width !== frame.hidden) shapes.push({ role: "projection", rows: frame.hidden, cols: width });
  return named(
    shapes.filter(({ rows }) => rows > 0),
    "embedding",
    frame,
  );
}

/** Pooler, transform, vocabulary projection (unless tied), dense layer and task outputs. */
export function headMatrices(frame: Frame): Matrix[] {
  const { hidden, head, embedding } = frame;
  const shapes: WeightShape[] = [];
  if (head.pooler) shapes.push({ role: "pooler", rows: hidden, cols: hidden });
  if (head.transform) shapes.push({ role: "transform", rows: embedding.width, cols: hidden });
  if (head.vocabulary === "separate")
    shapes.push({ role: "vocabulary", rows: embedding.vocabulary, cols: vocabularyInput(frame) });
  if (head.dense) shapes.push({ role: "dense", rows: hidden, cols: hidden });
  if (head.outputs > 0) shapes.push({ role: "task", rows: head.outputs, cols: hidden });
  return named(shapes, "head", frame);
}

/** Width of what enters a vocabulary projection of its own: a transform brings it to the embedding width. */
export function vocabularyInput({ hidden, head, embedding }: Frame): number {
  return head.transform ? embedding.width : hidden;
}

function named(shapes: readonly WeightShape[], subModule: SubModule, frame: Frame, layer?: number): Matrix[] {
  const prefix = layer === undefined ? subModule : `layers.${layer}.${subModule}`;
  const repeats = new Map<Role, number>();
  return shapes.map(({ role, rows, cols, heads = 1 }) => {
    const seen = repeats.get(role) ?? 0;
    repeats.set(role, seen + 1);
    const name = seen === 0 ? `${prefix}.${role}` : `${prefix}.${role}.${seen}`;
    const std = Math.sqrt(entryVariance(frame.initialiser, rows, cols));
    return { name, subModule, role, layer, rows, cols, heads, std };
  });
}
