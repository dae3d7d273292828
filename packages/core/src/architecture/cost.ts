import { type Adapter, adapterShapes } from "./adapter.js";
import { type Architecture, type Frame, type Layer, subModuleKind } from "./architecture.js";
import { embeddingShapes, embeddingVectors, embeddingWork } from "./embedding.js";
import type { Ffn } from "./ffn/ffn.js";
import { idleBiases } from "./ffn/mixture.js";
import { headShapes, headVectors, headWork, vocabularyShapes, vocabularyVectors } from "./head.js";
import type { Mixer } from "./mixer/mixer.js";
import { normParameters, normsOf } from "./norm.js";
import type { WeightShape } from "./sub-module.js";

/** Bytes of one weight. */
export const bytesPerWeight = { float32: 4, float16: 2, bfloat16: 2, float8: 1, int8: 1, int4: 0.5 } as const;

/** How a weight is stored. */
export type Dtype = keyof typeof bytesPerWeight;

export const dtypes = Object.keys(bytesPerWeight) as [Dtype, ...Dtype[]];

/** Parameter counts. Norms, biases and adapters count with the sub-module that they belong to. */
export interface Parameters {
  readonly total: number;
  /** Total without embeddings and without the projection to the vocabulary. */
  readonly nonEmbedding: number;
  /** Total without the experts of a mixture that a token does not pass. */
  readonly active: number;
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
  /** Bytes of keys and values that generation keeps for each token; 0 for encoders. */
  readonly cacheBytesPerToken: number;
  /** Bytes of the states that linear mixers keep for each sequence while they generate, however long it is; 0 for attention. */
  readonly stateBytes: number;
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
  const sum = sumOver(architecture);
  const perSequence =
    frameFlops(architecture, sequence) + sum((layer) => layerFlops(layer, architecture, sequence));
  const cached = sum((layer) => layerCacheEntries(layer, architecture));
  const state = sum((layer) => layerStateEntries(layer, architecture));
  return {
    parameters,
    flops: { sequence, perSequence, perToken: perSequence / sequence },
    weightBytes: parameters.total * bytesPerWeight[dtype],
    cacheBytesPerToken: cached * bytesPerWeight[dtype],
    stateBytes: state * bytesPerWeight[dtype],
  };
}

/** Sums counts over the layers. Equal layers in a row are mostly one object, which is counted once. */
const sumOver =
  ({ layers }: Architecture) =>
  (count: (layer: Layer) => number): number => {
    let [total, own] = [0, 0];
    for (const [index, layer] of layers.entries()) {
      if (index === 0 || layer !== layers[index - 1]) own = count(layer);
      total += own;
    }
    return total;
  };

function countParameters(architecture: Architecture): Parameters {
  const { embedding, head, vocabularyProjection } = frameParameters(architecture);
  const sum = sumOver(architecture);
  const whole = sum((layer) => layerParameters(layer, architecture));
  const ffn = sum((layer) => (layer.shared ? 0 : stored(layer.ffn, architecture, layer.adapters)));
  const attention = whole - ffn;
  const total = embedding + attention + ffn + head;
  const idle = sum((layer) => idleParameters(layer, architecture));
  return {
    total,
    nonEmbedding: total - embedding - vocabularyProjection,
    active: total - idle,
    attention,
    ffn,
    embedding,
    head,
  };
}

/** Parameters of one layer: matrices, biases, norms and adapters of the parts that it has; 0 for one that uses those of another. */
export const layerParameters = ({ mixer, cross, ffn, adapters, shared }: Layer, frame: Frame): number =>
  shared ? 0 : stored(mixer, frame, adapters) + stored(cross, frame, adapters) + stored(ffn, frame, adapters);

/** Parameters of the experts of one layer that a token does not pass. */
export function idleParameters({ ffn, adapters, shared }: Layer, frame: Frame): number {
  const shapes = ffn && !shared ? weightsOf(ffn, frame, adapters) : [];
  const biases = ffn?.kind === "mixture" && !shared ? idleBiases(ffn, frame.hidden) : 0;
  return shapes.reduce(
    (sum, { rows, cols, copies = 1, active = copies }) => sum + rows * cols * (copies - active),
    biases,
  );
}

/** 0 for a part that is not there. */
function stored(part: Mixer | Ffn | undefined, frame: Frame, adapters: Adapters): number {
  if (!part) return 0;
  const norms = normsOf(part) * normParameters(frame, frame.hidden);
  const vectors = subModuleKind(part).vectorParameters(part, frame.hidden);
  return entries(weightsOf(part, frame, adapters)) + vectors + norms;
}

type Adapters = readonly Adapter[] | undefined;

/** The matrices of a part and of the adapters on them. */
function weightsOf(part: Mixer | Ffn, { hidden }: Frame, adapters: Adapters): readonly WeightShape[] {
  const shapes = subModuleKind(part).weights(part, hidden);
  return adapters ? [...shapes, ...adapterShapes(shapes, adapters)] : shapes;
}

/** Parameters outside the layers. `vocabularyProjection` is the part of `head` that projects to the vocabulary. */
export function frameParameters(frame: Frame): {
  embedding: number;
  head: number;
  vocabularyProjection: number;
} {
  return {
    embedding: entries(embeddingShapes(frame)) + embeddingVectors(frame),
    head: entries(headShapes(frame)) + headVectors(frame),
    vocabularyProjection: entries(vocabularyShapes(frame)) + vocabularyVectors(frame),
  };
}

/** FLOPs of one layer over one sequence. */
export function layerFlops({ mixer, cross, ffn, adapters }: Layer, frame: Frame, sequence: number): number {
  const work = (part: Mixer | Ffn | undefined): number =>
    part ? partFlops(part, frame, sequence, adapters) : 0;
  return work(mixer) + work(cross) + work(ffn);
}

function partFlops(part: Mixer | Ffn, frame: Frame, sequence: number, adapters: Adapters): number {
  const multiplyAdds = weightsOf(part, frame, adapters).reduce(
    (sum, { rows, cols, copies = 1, active = copies }) => sum + rows * cols * active,
    0,
  );
  return 2 * sequence * multiplyAdds + subModuleKind(part).interactionFlops(part, frame.hidden, sequence);
}

/** FLOPs outside the layers over one sequence. */
export function frameFlops(frame: Frame, sequence: number): number {
  const { perToken, perSequence } = headWork(frame);
  return 2 * sequence * (embeddingWork(frame) + perToken) + 2 * perSequence;
}

/** Entries of keys and values that one layer keeps for each token while it generates; 0 in an encoder. */
export function layerCacheEntries({ mixer, cross }: Layer, { kind, hidden }: Frame): number {
  const generates = kind === "decoder" || (kind === "encoder-decoder" && cross !== undefined);
  return generates && mixer ? (subModuleKind(mixer).cacheEntries?.(mixer, hidden) ?? 0) : 0;
}

/** Entries of the state that one layer keeps for each sequence while it generates; 0 in an encoder. */
export function layerStateEntries({ mixer }: Layer, { kind, hidden }: Frame): number {
  return kind === "decoder" && mixer ? (subModuleKind(mixer).stateEntries?.(mixer, hidden) ?? 0) : 0;
}

function entries(shapes: readonly WeightShape[]): number {
  return shapes.reduce((sum, { rows, cols, copies = 1 }) => sum + rows * cols * copies, 0);
}
