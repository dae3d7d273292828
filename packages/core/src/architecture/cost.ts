import { oncePer } from "../once-per.js";
import { rememberingLast } from "../remembering-last.js";
import { type Adapter, adapterShapes } from "./adapter.js";
import { type Architecture, type Frame, type Layer, subModuleKind } from "./architecture.js";
import { layerCache, layerCacheEntries, layerStateEntries } from "./cache.js";
import { embeddingShapes, embeddingVectors, embeddingWork } from "./embedding.js";
import type { Ffn } from "./ffn/ffn.js";
import { idleBiases } from "./ffn/mixture.js";
import { headShapes, headVectors, headWork, vocabularyShapes, vocabularyVectors } from "./head.js";
import type { Mixer } from "./mixer/mixer.js";
import { normParameters, normsOf } from "./norm.js";
import type { WeightShape } from "./sub-module.js";
import { patchCount, tokensOf } from "./tokens.js";

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
  /** FLOPs of one forward pass; a multiply-add counts 2. `sequence` is what is seen: the tokens of an image, if it has one. */
  readonly flops: { readonly sequence: number; readonly perSequence: number; readonly perToken: number };
  /** Bytes of all weights. */
  readonly weightBytes: number;
  /** Bytes of keys and values that generation adds for each token, until windows are full; 0 for encoders. */
  readonly cacheBytesPerToken: number;
  /** Bytes of the states that linear mixers keep for each sequence while they generate, however long it is; 0 for attention. */
  readonly stateBytes: number;
  readonly memory: Memory;
}

/** Bytes that generation holds. */
export interface Memory {
  /** Tokens in each sequence. */
  readonly context: number;
  /** Sequences at once. */
  readonly batch: number;
  /** Keys and values of all sequences. */
  readonly cacheBytes: number;
  /** Weights and cache. */
  readonly bytes: number;
}

export interface CostOptions {
  /** Tokens in one sequence of text. An image has the tokens of its patches. Default: 512. */
  readonly sequence?: number | undefined;
  /** How a weight, a key and a value are stored. Default: float32. */
  readonly dtype?: Dtype | undefined;
  /** Tokens whose keys and values are held in memory. Default: 2048. */
  readonly context?: number | undefined;
  /** Sequences whose keys and values are held in memory. Default: 1. */
  readonly batch?: number | undefined;
}

export const defaultSequence = 512;
export const defaultContext = 2048;
export const defaultBatch = 1;

/**
 * Parameters, FLOPs, weight bytes and memory of an architecture.
 *
 * FLOPs: two for each weight and token of every matrix product, plus what a mixer adds (attention's QKᵀ and AV in full or within its
 * window, the convolution, the fast transforms). Embedding look-ups, norms, biases, softmax and activations are not counted. The pooler
 * sees one token a sequence.
 *
 * @example
 * const { parameters, flops } = cost(architecture, { sequence: 128 });
 * console.log(parameters.nonEmbedding, flops.perToken);
 */
export function cost(
  architecture: Architecture,
  {
    sequence = defaultSequence,
    dtype = "float32",
    context = defaultContext,
    batch = defaultBatch,
  }: CostOptions = {},
): Cost {
  const parameters = countParameters(architecture);
  const sum = sumOver(architecture);
  const perSequence =
    frameFlops(architecture, sequence) + sum((layer) => layerFlops(layer, architecture, sequence));
  const tokens = tokensOf(architecture, sequence).decoder;
  const bytes = bytesPerWeight[dtype];
  const weightBytes = parameters.total * bytes;
  const cacheBytes = batch * sum((layer) => layerCache(layer, architecture, context)) * bytes;
  return {
    parameters,
    flops: { sequence: tokens, perSequence, perToken: perSequence / tokens },
    weightBytes,
    cacheBytesPerToken: sum((layer) => layerCacheEntries(layer, architecture)) * bytes,
    stateBytes: sum((layer) => layerStateEntries(layer, architecture)) * bytes,
    memory: { context, batch, cacheBytes, bytes: weightBytes + cacheBytes },
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
  shared
    ? 0
    : storedMixer(mixer, frame, adapters) + stored(cross, frame, adapters) + stored(ffn, frame, adapters);

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

/** Layers that differ in their FFN alone share the mixer. */
const storedMixer = rememberingLast(stored);

type Adapters = readonly Adapter[] | undefined;

/** The matrices of a part and of the adapters on them. */
function weightsOf(part: Mixer | Ffn, { hidden }: Frame, adapters: Adapters): readonly WeightShape[] {
  const shapes = subModuleKind(part).weights(part, hidden);
  return adapters ? [...shapes, ...adapterShapes(shapes, adapters)] : shapes;
}

/** Parameters outside the layers. `vocabularyProjection` is the part of `head` that projects to the vocabulary. */
export const frameParameters = oncePer((frame: Frame) => ({
  embedding: entries(embeddingShapes(frame)) + embeddingVectors(frame),
  head: entries(headShapes(frame)) + headVectors(frame),
  vocabularyProjection: entries(vocabularyShapes(frame)) + vocabularyVectors(frame),
}));

/**
 * FLOPs of one layer over one sequence.
 *
 * @param sequence tokens of a text; layers that see an image alone see its patches, whatever this is
 */
export function layerFlops({ mixer, cross, ffn, adapters }: Layer, frame: Frame, sequence: number): number {
  const { encoder, decoder } = tokensOf(frame, sequence);
  const own = cross ? decoder : encoder;
  const work = (part: Mixer | Ffn | undefined, attended = own): number =>
    part ? partFlops(part, frame, own, attended, adapters) : 0;
  return work(mixer) + work(cross, encoder) + work(ffn);
}

/** @param attended tokens that become keys and values: of attention to an encoder those of the encoder */
function partFlops(
  part: Mixer | Ffn,
  frame: Frame,
  own: number,
  attended: number,
  adapters: Adapters,
): number {
  const multiplyAdds = weightsOf(part, frame, adapters).reduce((sum, shape) => {
    const { rows, cols, copies = 1, active = copies } = shape;
    return sum + rows * cols * active * (readsAttended(shape) ? attended : own);
  }, 0);
  return 2 * multiplyAdds + subModuleKind(part).interactionFlops(part, frame.hidden, own, attended);
}

/** Whether a matrix, or what an adapter acts on, makes keys or values. */
const readsAttended = ({ role, of = role }: WeightShape): boolean => of === "key" || of === "value";

/** FLOPs outside the layers over one sequence. Both stacks of an encoder-decoder embed their tokens. */
export function frameFlops(frame: Frame, sequence: number): number {
  const { encoder, decoder } = tokensOf(frame, sequence);
  const embedded = frame.kind === "encoder-decoder" ? encoder + decoder : decoder;
  const { perToken, perPatch } = embeddingWork(frame);
  const head = headWork(frame);
  const embedding = embedded * perToken + patchCount(frame.embedding) * perPatch;
  return 2 * (embedding + decoder * head.perToken + head.perSequence);
}

function entries(shapes: readonly WeightShape[]): number {
  return shapes.reduce((sum, { rows, cols, copies = 1 }) => sum + rows * cols * copies, 0);
}
