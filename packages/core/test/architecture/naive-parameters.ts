import type { Architecture, Frame, Layer } from "../../src/architecture/architecture.js";

/** Entries in matrices and in vectors. */
export interface Counted {
  readonly matrices: number;
  readonly vectors: number;
}

type Tensor = readonly number[];

/**
 * Counts parameters as PyTorch would, module by module and tensor by tensor, with none of the code under test: the reference
 * for `matrices` and `cost`.
 */
export function naiveParameters(architecture: Architecture): Counted {
  const tensors = [
    ...embeddingTensors(architecture),
    ...architecture.layers.flatMap((layer) => layerTensors(layer, architecture)),
    ...headTensors(architecture),
  ];
  const entries = (dimensions: number): number =>
    tensors
      .filter(({ length }) => length === dimensions)
      .reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0);
  return { matrices: entries(2), vectors: entries(1) };
}

const linear = (input: number, output: number, bias: boolean): Tensor[] => [
  [output, input],
  ...(bias ? [[output]] : []),
];

const norm = (frame: Frame, width: number): Tensor[] =>
  frame.norm === "layer" ? [[width], [width]] : [[width]];

function embeddingTensors(frame: Frame): Tensor[] {
  const { vocabulary, positions, tokenTypes, width, norm: hasNorm } = frame.embedding;
  return [
    [vocabulary, width],
    [positions, width],
    [tokenTypes, width],
    ...(hasNorm ? norm(frame, width) : []),
    ...(width === frame.hidden ? [] : linear(width, frame.hidden, true)),
  ];
}

function layerTensors({ mixer, ffn }: Layer, frame: Frame): Tensor[] {
  const norms = [mixer, ffn].filter((part) => part.norm).flatMap(() => norm(frame, frame.hidden));
  return [...mixerTensors(mixer, frame.hidden), ...ffnTensors(ffn, frame.hidden), ...norms];
}

function mixerTensors(mixer: Layer["mixer"], hidden: number): Tensor[] {
  switch (mixer.kind) {
    case "attention": {
      const inner = mixer.heads * mixer.headDim;
      const keyValue = mixer.keyValueHeads * mixer.headDim;
      const inputBias = mixer.bias !== "none";
      return [
        ...linear(hidden, inner, inputBias),
        ...linear(hidden, keyValue, inputBias),
        ...linear(hidden, keyValue, inputBias),
        ...(mixer.weighted ? linear(inner, inner, false) : []),
        ...linear(inner, hidden, mixer.bias === "all"),
        ...(mixer.queryKeyNorm ? [[mixer.headDim], [mixer.headDim]] : []),
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
  }
}

function ffnTensors(ffn: Layer["ffn"], hidden: number): Tensor[] {
  if (ffn.kind === "gated")
    return [
      ...linear(hidden, ffn.width, ffn.bias),
      ...linear(hidden, ffn.width, ffn.bias),
      ...linear(ffn.width, hidden, ffn.bias),
    ];
  const widths = [hidden, ...ffn.widths, hidden];
  return widths.slice(1).flatMap((output, index) => linear(widths[index] as number, output, ffn.bias));
}

function headTensors(frame: Frame): Tensor[] {
  const { head, hidden, embedding } = frame;
  const projected = head.transform ? embedding.width : hidden;
  return [
    ...(frame.finalNorm ? norm(frame, hidden) : []),
    ...(head.pooler ? linear(hidden, hidden, true) : []),
    ...(head.transform ? [...linear(hidden, embedding.width, true), ...norm(frame, embedding.width)] : []),
    ...(head.vocabulary === "separate" ? [[embedding.vocabulary, projected]] : []),
    ...(head.vocabularyBias ? [[embedding.vocabulary]] : []),
    ...(head.dense ? linear(hidden, hidden, true) : []),
    ...(head.outputs > 0 ? linear(hidden, head.outputs, head.outputsBias) : []),
  ];
}
