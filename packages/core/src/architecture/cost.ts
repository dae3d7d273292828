import { type Architecture, type Frame, type Layer, subModuleKind } from "./architecture.js";
import type { Ffn } from "./ffn/ffn.js";
import { embeddingMatrices, headMatrices, type Matrix, vocabularyInput } from "./matrices.js";
import type { Mixer } from "./mixer/mixer.js";

/** Bytes of one weight. */
export const bytesPerWeight = { float32: 4, float16: 2, bfloat16: 2, float8: 1, int8: 1, int4: 0.5 } as const;

/** How a weight is stored. */
export type Dtype = keyof typeof bytesPerWeight;

/** Parameter counts. Norms and biases count with the sub-module that they belong to. */
export interface Parameters {
  readonly total: number;
  /** Total without embeddings and without the projection to the vocabulary. */
  readonly nonEmbedding: number;
  readonly attention: number;
  readonly ffn: number;
  readonly embedding: number;
  /** Final norm, pooler, transform, untied vocabulary projection, dense layer, task outputs. */
  readonly head: number;
}

/** What an architecture costs to store and to run. */
export interface Cost {
  readonly parameters: Parameters;
  /** FLOPs of one forward pass; a multiply-add counts 2. */
  readonly flops: { readonly sequence: number; readonly perSequence: number; readonly perToken: number };
  /** Bytes of all weights. */
  readonly weightBytes: number;
}

export interface CostOptions {
  /** Tokens in one sequence. Default: 512. */
  readonly sequence?: number | undefined;
  /** How a weight is stored. Default: float32. */
  readonly dtype?: Dtype | undefined;
}

export const defaultSequence = 512;

/**
 * Parameters, FLOPs and weight bytes of an architecture.
 *
 * FLOPs: two for each weight and token of every matrix product, plus what a mixer adds (attention's QKᵀ and AV in full, the
 * convolution, the fast transforms). Embedding look-ups, norms, biases, softmax and activations are not counted. The pooler
 * sees one token a sequence.
 *
 * @example
 * const { parameters, flops } = cost(architecture, { sequence: 128 });
 * console.log(parameters.nonEmbedding, flops.perToken);
 */
export function cost(
  architecture: Architecture,
  { sequence = defaultSequence, dtype = "float32" }: CostOptions = {},
): Cost {
  const parameters = countParameters(architecture);
  const perSequence = architecture.layers.reduce(
    (sum, layer) => sum + layerFlops(layer, architecture, sequence),
    frameFlops(architecture, sequence),
  );
  return {
    parameters,
    flops: { sequence, perSequence, perToken: perSequence / sequence },
    weightBytes: parameters.total * bytesPerWeight[dtype],
  };
}

function countParameters(architecture: Architecture): Parameters {
  const { embedding, head, vocabularyProjection } = frameParameters(architecture);
  const sum = (count: (layer: Layer) => number): number =>
    architecture.layers.reduce((total, layer) => total + count(layer), 0);
  const attention = sum((layer) => partParameters(layer.mixer, architecture));
  const ffn = sum((layer) => partParameters(layer.ffn, architecture));
  const total = embedding + attention + ffn + head;
  return { total, nonEmbedding: total - embedding - vocabularyProjection, attention, ffn, embedding, head };
}

/** Parameters of one layer: matrices, biases and norms of mixer and FFN. */
export function layerParameters({ mixer, ffn }: Layer, frame: Frame): number {
  return partParameters(mixer, frame) + partParameters(ffn, frame);
}

function partParameters(part: Mixer | Ffn, frame: Frame): number {
  const kind = subModuleKind(part);
  const norm = part.norm ? normParameters(frame, frame.hidden) : 0;
  return entries(kind.weights(part, frame.hidden)) + kind.vectorParameters(part, frame.hidden) + norm;
}

/** Parameters outside the layers. `vocabularyProjection` is the part of `head` that projects to the vocabulary. */
export function frameParameters(frame: Frame): {
  embedding: number;
  head: number;
  vocabularyProjection: number;
} {
  const { hidden, embedding, head } = frame;
  const embeddingVectors =
    (embedding.norm ? normParameters(frame, embedding.width) : 0) + (embedding.width === hidden ? 0 : hidden);
  const untied = head.vocabulary === "separate" ? embedding.vocabulary * vocabularyInput(frame) : 0;
  const vocabularyProjection = untied + (head.vocabularyBias ? embedding.vocabulary : 0);
  const headVectors =
    (frame.finalNorm ? normParameters(frame, hidden) : 0) +
    (head.pooler ? hidden : 0) +
    (head.transform ? embedding.width + normParameters(frame, embedding.width) : 0) +
    (head.vocabularyBias ? embedding.vocabulary : 0) +
    (head.dense ? hidden : 0) +
    (head.outputsBias ? head.outputs : 0);
  return {
    embedding: entries(embeddingMatrices(frame)) + embeddingVectors,
    head: entries(headMatrices(frame)) + headVectors,
    vocabularyProjection,
  };
}

/** FLOPs of one layer over one sequence. */
export function layerFlops({ mixer, ffn }: Layer, frame: Frame, sequence: number): number {
  return partFlops(mixer, frame, sequence) + partFlops(ffn, frame, sequence);
}

function partFlops(part: Mixer | Ffn, { hidden }: Frame, sequence: number): number {
  const kind = subModuleKind(part);
  return 2 * sequence * entries(kind.weights(part, hidden)) + kind.interactionFlops(part, hidden, sequence);
}

/** FLOPs outside the layers over one sequence. */
export function frameFlops(frame: Frame, sequence: number): number {
  const projection = entries(embeddingMatrices(frame).filter(({ role }) => role === "projection"));
  const head = headMatrices(frame);
  const perSequence = entries(head.filter((matrix) => seesOneToken(matrix, frame)));
  const perToken = projection + tiedProjection(frame, projection) + entries(head) - perSequence;
  return 2 * sequence * perToken + 2 * perSequence;
}

/** Multiply-adds of the vocabulary projection where it is the embedding again: back through its projection, then the tokens. */
function tiedProjection({ embedding, head }: Frame, projection: number): number {
  if (head.vocabulary !== "tied") return 0;
  return embedding.vocabulary * embedding.width + (head.transform ? 0 : projection);
}

/** A pooler reads one token of the sequence, and so do the task outputs behind it. */
function seesOneToken({ role }: Matrix, { head }: Frame): boolean {
  return role === "pooler" || (role === "task" && head.pooler);
}

function normParameters({ norm }: Frame, width: number): number {
  return norm === "layer" ? 2 * width : width;
}

function entries(shapes: readonly { readonly rows: number; readonly cols: number }[]): number {
  return shapes.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
}
