import type { Architecture, Frame, Layer } from "../../src/architecture/architecture.js";
import type { Ffn } from "../../src/architecture/ffn/ffn.js";
import type { Mixture } from "../../src/architecture/ffn/mixture.js";
import type { Mixer } from "../../src/architecture/mixer/mixer.js";

/** Entries in matrices and in vectors. */
export interface Counted {
  readonly matrices: number;
  readonly vectors: number;
}

type Tensor = readonly number[];

/**
 * Counts parameters as PyTorch would, module by module and tensor by tensor, with none of the code under test: the reference
 * for `matrices` and `cost`. Small tables that no token is multiplied with (position buckets) stand as vectors.
 *
 * @param count the experts of a mixture that are counted
 */
export function naiveParameters(architecture: Architecture, count: CountExperts = allExperts): Counted {
  const tensors = [
    ...embeddingTensors(architecture),
    ...architecture.layers.flatMap((layer) => layerTensors(layer, architecture, count)),
    ...headTensors(architecture),
  ];
  const entries = (some: readonly Tensor[]): number =>
    some.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0);
  return {
    matrices: entries(tensors.filter(({ length }) => length > 1)),
    vectors: entries(tensors.filter(({ length }) => length === 1)),
  };
}

type CountExperts = (mixture: Mixture) => number;
const allExperts: CountExperts = ({ experts, shared }) => experts + shared;

/** The experts that a token passes. */
export const activeExperts: CountExperts = ({ active, shared }) => active + shared;

const linear = (input: number, output: number, bias: boolean): Tensor[] => [
  [output, input],
  ...(bias ? [[output]] : []),
];

const norm = (frame: Frame, width: number): Tensor[] =>
  ({ layer: [[width], [width]], rms: [[width]], scale: [[width]], bare: [] })[frame.norm];

function embeddingTensors(frame: Frame): Tensor[] {
  const { embedding, hidden } = frame;
  const { vocabulary, positions, tokenTypes, width, adaptive, patches } = embedding;
  const { audio, encoderPositions = 0, relativePositions = 0, extraTokens = 0 } = embedding;
  const inner = adaptive || embedding.bareProjection ? hidden : width;
  const tables: Tensor[] = [
    [positions, inner],
    [tokenTypes, inner],
    ...(embedding.norm ? norm(frame, inner) : []),
    ...(embedding.classToken ? [[inner]] : []),
    ...Array.from({ length: extraTokens }, () => [inner]),
    [encoderPositions, inner],
    [relativePositions, hidden],
    ...(embedding.encoderNorm ? norm(frame, inner) : []),
    ...(embedding.relativeNorm ? norm(frame, hidden) : []),
    ...(audio
      ? [[hidden, audio.bins, audio.kernel], [hidden], [hidden, hidden, audio.kernel], [hidden]]
      : []),
  ];
  if (adaptive) return [...adaptiveEmbedding(frame), ...tables];
  return [
    [vocabulary, width],
    ...(patches ? [[width, patches.channels, patches.size, patches.size]] : []),
    ...(patches && !embedding.barePatches ? [[width]] : []),
    ...tables,
    ...(width === hidden ? [] : linear(width, hidden, !embedding.bareProjection)),
  ];
}

/** Tokens and width of every cluster, as Transformer-XL's `AdaptiveEmbedding` makes them. */
function adaptiveClusters({ embedding }: Frame): (readonly [tokens: number, width: number])[] {
  const { cutoffs, divide } = embedding.adaptive as { cutoffs: readonly number[]; divide: number };
  const ends = [0, ...cutoffs, embedding.vocabulary];
  let width = embedding.width;
  return ends.slice(1).map((end, index) => {
    const cluster = [end - (ends[index] as number), Math.max(1, width)] as const;
    width = Math.floor(width / divide);
    return cluster;
  });
}

function adaptiveEmbedding(frame: Frame): Tensor[] {
  const { hidden, embedding } = frame;
  if (embedding.adaptive?.divide !== 1)
    return adaptiveClusters(frame).flatMap(([tokens, width]) => [
      [tokens, width],
      [hidden, width],
    ]);
  return [
    [embedding.vocabulary, embedding.width],
    ...(embedding.width === hidden ? [] : [[hidden, embedding.width]]),
  ];
}

/** Transformer-XL's `ProjectedAdaptiveLogSoftmax`; biases of tokens are counted by the caller. */
function adaptiveSoftmax(frame: Frame): Tensor[] {
  const { head, hidden, embedding } = frame;
  const clusters = adaptiveClusters(frame);
  const isProjected = embedding.adaptive?.divide !== 1 || embedding.width !== hidden;
  const own = head.vocabulary === "separate" ? clusters.length : head.ownProjections;
  return [
    ...(head.vocabulary === "separate" ? clusters : []),
    ...(isProjected ? clusters.slice(0, own).map(([, width]) => [hidden, width]) : []),
    [clusters.length - 1, embedding.width],
    [clusters.length - 1],
  ];
}

function layerTensors(layer: Layer, frame: Frame, count: CountExperts): Tensor[] {
  const { mixer, cross, ffn } = layer;
  if (layer.shared) return [];
  const before = [mixer, cross, ffn].filter((part) => part?.norm);
  const behind = [mixer, cross, ffn].filter((part) => part && "postNorm" in part && part.postNorm);
  const norms = [...before, ...behind].flatMap(() => norm(frame, frame.hidden));
  return [
    ...(mixer ? mixerTensors(mixer, frame.hidden) : []),
    ...(cross ? mixerTensors(cross, frame.hidden) : []),
    ...(ffn ? ffnTensors(ffn, frame.hidden, count) : []),
    ...adapterTensors(layer, frame.hidden, count),
    ...norms,
  ];
}

/** PEFT's lora_A (in → rank) and lora_B (rank → out) beside outputs, up and down, the projections that arbitrary layers adapt. */
function adapterTensors(
  { mixer, cross, ffn, adapters = [] }: Layer,
  hidden: number,
  count: CountExperts,
): Tensor[] {
  const outputs = [mixer, cross]
    .flatMap((one) => (one ? [one] : []))
    .map((one) => [one.kind === "attention" ? one.heads * one.headDim : hidden, hidden]);
  const widths = ffn === undefined ? [] : "widths" in ffn ? ffn.widths : [ffn.width];
  const inner = ffn?.kind === "mixture" ? expertWidths(ffn, count) : undefined;
  const linears: Readonly<Record<string, readonly number[][]>> = {
    output: outputs,
    up: (inner ?? widths.slice(0, 1)).map((width) => [hidden, width]),
    down: (inner ?? widths.slice(-1)).map((width) => [width, hidden]),
  };
  return adapters.flatMap(({ rank, on }) =>
    on.flatMap((role) =>
      (linears[role] ?? []).flatMap(([input = 0, output = 0]) => [
        ...linear(input, rank, false),
        ...linear(rank, output, false),
      ]),
    ),
  );
}

/** The width of every expert that is counted, the shared ones last. */
const expertWidths = (mixture: Mixture, count: CountExperts): number[] => [
  ...new Array<number>(count(mixture) - mixture.shared).fill(mixture.width),
  ...new Array<number>(mixture.shared).fill(mixture.sharedWidth ?? mixture.width),
];

function mixerTensors(mixer: Mixer, hidden: number): Tensor[] {
  switch (mixer.kind) {
    case "attention": {
      const inner = mixer.heads * mixer.headDim;
      const keyValue = mixer.keyValueHeads * mixer.headDim;
      const [query, key, output] = {
        none: [false, false, false],
        output: [false, false, true],
        "query-key-value": [true, true, false],
        "query-value-output": [true, false, true],
        all: [true, true, true],
      }[mixer.bias] as [boolean, boolean, boolean];
      return [
        ...linear(hidden, mixer.gate ? 2 * inner : inner, query),
        ...linear(hidden, keyValue, key),
        ...linear(hidden, keyValue, query),
        ...(mixer.weighted ? linear(inner, inner, false) : []),
        ...linear(inner, hidden, output),
        ...queryKeyNorms(mixer),
        ...(mixer.sinks ? [[mixer.heads]] : []),
        ...(mixer.segments ? [[inner], [2 * inner]] : []),
        ...Array.from({ length: mixer.relativeKeys ?? 0 }, () => linear(hidden, inner, true)).flat(),
        ...(mixer.relative ? [[inner, hidden], [inner], [inner]] : []),
        [mixer.heads * mixer.positionBuckets],
      ];
    }
    case "fourier":
      return linear(hidden, hidden, mixer.bias);
    case "convolution": {
      const half = hidden / 2;
      return [
        ...[1, 2, 3, 4].flatMap(() => linear(hidden, half, mixer.bias)),
        [hidden, mixer.kernel],
        ...linear(hidden, half, mixer.bias),
        ...linear(half, (mixer.heads / 2) * mixer.kernel, mixer.bias),
        ...linear(hidden, hidden, mixer.bias),
      ];
    }
    case "latent":
      return latentTensors(mixer, hidden);
    case "mamba":
      return mambaTensors(mixer, hidden);
    case "mamba2":
      return mamba2Tensors(mixer, hidden);
    case "delta":
      return deltaTensors(mixer, hidden);
    case "hybrid": {
      const plain = { weighted: false, relative: false, positionBuckets: 0, norm: false };
      return [
        ...mixerTensors({ ...plain, ...mixer.attention, kind: "attention" }, hidden),
        ...mamba2Tensors({ ...mixer.mamba2, kind: "mamba2", norm: false }, hidden),
      ];
    }
    case "short-convolution":
      return [
        ...linear(hidden, 3 * hidden, mixer.bias === true),
        [hidden, 1, mixer.kernel],
        ...(mixer.bias ? [[hidden]] : []),
        ...linear(hidden, hidden, mixer.bias === true),
      ];
  }
}

/** Over a head, over a head with a shift, or over all heads at once. */
function queryKeyNorms({ heads, keyValueHeads, headDim, queryKeyNorm }: Of<"attention">): Tensor[] {
  if (queryKeyNorm === "whole") return [[heads * headDim], [keyValueHeads * headDim]];
  if (queryKeyNorm === "layer") return Array.from({ length: 4 }, () => [headDim]);
  return queryKeyNorm ? [[headDim], [headDim]] : [];
}

/** `Qwen3_5GatedDeltaNet`, or `KimiLinearDeltaAttention` if it has ranks. */
function deltaTensors(mixer: Of<"delta">, hidden: number): Tensor[] {
  const keys = mixer.keyHeads * mixer.keyDim;
  const values = mixer.valueHeads * mixer.valueDim;
  const { decayRank, gateRank } = mixer;
  const paces = decayRank === undefined ? mixer.valueHeads : mixer.valueHeads * mixer.keyDim;
  const narrow = (rank: number | undefined, output: number): Tensor[] =>
    rank === undefined ? linear(hidden, output, false) : [...linear(hidden, rank, false), [output, rank]];
  return [
    [2 * keys + values, hidden], // query, key, value
    ...narrow(gateRank, values),
    [mixer.valueHeads, hidden], // beta
    ...narrow(decayRank, paces),
    [2 * keys + values, 1, mixer.kernel],
    [paces], // dt_bias
    [mixer.valueHeads], // A_log
    [mixer.valueDim], // norm
    [hidden, values],
  ];
}

/** `DeepseekV2Attention` */
function latentTensors(
  { heads, queryRank, keyValueRank, keyDim, rotaryDim, valueDim, bias }: Of<"latent">,
  hidden: number,
): Tensor[] {
  const queries = heads * (keyDim + rotaryDim);
  return [
    ...(queryRank === undefined
      ? linear(hidden, queries, false)
      : [...linear(hidden, queryRank, bias === true), [queryRank], ...linear(queryRank, queries, false)]),
    ...linear(hidden, keyValueRank + rotaryDim, bias === true),
    [keyValueRank],
    ...linear(keyValueRank, heads * (keyDim + valueDim), false),
    ...linear(heads * valueDim, hidden, bias === true),
  ];
}

/** `JambaMambaMixer`; the table A stands as a vector. */
const mambaTensors = (
  { width, state, kernel, rank, convolutionBias, bias, innerNorms }: Of<"mamba">,
  hidden: number,
): Tensor[] => [
  ...linear(hidden, 2 * width, bias === true),
  [width, 1, kernel],
  ...(convolutionBias ? [[width]] : []),
  ...linear(width, rank + 2 * state, false),
  ...linear(rank, width, true),
  [width * state],
  [width],
  ...(innerNorms ? [[rank], [state], [state]] : []),
  ...linear(width, hidden, bias === true),
];

/** `NemotronHMamba2Mixer` */
function mamba2Tensors(mixer: Of<"mamba2">, hidden: number): Tensor[] {
  const { heads, headDim, state, groups, kernel, convolutionBias, bias, gatedNorm } = mixer;
  const width = heads * headDim;
  const mixed = width + 2 * groups * state;
  return [
    ...linear(hidden, width + mixed + heads, bias === true),
    [mixed, 1, kernel],
    ...(convolutionBias ? [[mixed]] : []),
    [heads],
    [heads],
    [heads],
    ...(gatedNorm ? [[width]] : []),
    ...linear(width, hidden, bias === true),
  ];
}

type Of<Kind extends Mixer["kind"]> = Extract<Mixer, { kind: Kind }>;

function ffnTensors(ffn: Ffn, hidden: number, count: CountExperts): Tensor[] {
  if (ffn.kind === "mixture") return mixtureTensors(ffn, hidden, count);
  if (ffn.kind === "gated")
    return [...gatedTensors(hidden, ffn.width, ffn.bias), ...(ffn.downBias && !ffn.bias ? [[hidden]] : [])];
  const widths = [hidden, ...ffn.widths, hidden];
  return widths.slice(1).flatMap((output, index) => linear(widths[index] as number, output, ffn.bias));
}

function mixtureTensors(ffn: Mixture, hidden: number, count: CountExperts): Tensor[] {
  const expert = (width: number): Tensor[] => [
    ...(ffn.gated ? linear(hidden, width, ffn.bias === true) : []),
    ...linear(hidden, width, ffn.bias === true),
    ...linear(width, hidden, ffn.bias === true),
  ];
  const chosen = Array.from({ length: count(ffn) - ffn.shared }, () => expert(ffn.width)).flat();
  const shared = Array.from({ length: ffn.shared }, () => expert(ffn.sharedWidth ?? ffn.width)).flat();
  return [
    ...linear(hidden, ffn.experts, ffn.routerBias === true),
    ...(ffn.sharedGate && ffn.shared > 0 ? [[ffn.shared, hidden]] : []),
    ...chosen,
    ...shared,
  ];
}

const gatedTensors = (hidden: number, width: number, bias: boolean): Tensor[] => [
  ...linear(hidden, width, bias === true),
  ...linear(hidden, width, bias === true),
  ...linear(width, hidden, bias === true),
];

function headTensors(frame: Frame): Tensor[] {
  const { head, hidden, embedding } = frame;
  const projected = head.transform || head.projection ? embedding.width : hidden;
  const tokens: Tensor[] = head.vocabulary === "separate" ? [[embedding.vocabulary, projected]] : [];
  const softmax = embedding.adaptive && head.vocabulary !== "none" ? adaptiveSoftmax(frame) : tokens;
  const halves = frame.kind === "encoder-decoder" ? [1, 2] : [1];
  return [
    ...(frame.finalNorm ? halves.flatMap(() => norm(frame, hidden)) : []),
    ...(head.pooler ? linear(hidden, hidden, true) : []),
    ...(head.transform
      ? [...linear(hidden, embedding.width, !head.bareTransform), ...norm(frame, embedding.width)]
      : []),
    ...(head.projection ? [[embedding.width, hidden]] : []),
    ...softmax,
    ...(head.vocabularyBias ? [[embedding.vocabulary]] : []),
    ...(head.dense ? linear(hidden, hidden, true) : []),
    ...(head.outputs > 0 ? linear(hidden, head.outputs, head.outputsBias) : []),
  ];
}
