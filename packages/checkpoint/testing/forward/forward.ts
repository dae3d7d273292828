import type { Kernels } from "../../src/kernel/kernels.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import type { Dense, Llama, LlamaAttention, LlamaFfn } from "./llama.js";

/** What multiplies matrices. */
type Multiply = Kernels["multiply"];

/**
 * The logits of every position: tokens × vocabulary.
 *
 * @param tokens of one sequence; position i sees tokens 0 to i
 * @example
 * const logits = forward(model, [72, 101, 108]);
 */
export function forward(
  model: Llama,
  tokens: ArrayLike<number>,
  multiply: Multiply = plainKernels.multiply,
): Float32Array {
  const { hidden, embedding, layers, finalNorm, head, normEpsilon } = model;
  const stream = new Float32Array(tokens.length * hidden);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as number;
    stream.set(embedding.subarray(token * hidden, (token + 1) * hidden), at * hidden);
  }
  for (const { attention, ffn } of layers) {
    if (attention)
      addTo(stream, attend(model, attention, rmsNorm(stream, attention.norm, normEpsilon), multiply));
    if (ffn) addTo(stream, feedForward(ffn, rmsNorm(stream, ffn.norm, normEpsilon), hidden, multiply));
  }
  return multiply(rmsNorm(stream, finalNorm, normEpsilon), head, hidden);
}

function addTo(sum: Float32Array, term: Float32Array): void {
  for (let at = 0; at < sum.length; at++) sum[at]! += term[at] as number;
}

/** w·x / √(mean x² + ε), over each run of as many numbers as w has. */
function rmsNorm(values: Float32Array, weight: Float32Array, epsilon: number): Float32Array {
  const out = new Float32Array(values.length);
  const size = weight.length;
  for (let start = 0; start < values.length; start += size) {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += (values[start + at] as number) ** 2;
    const factor = 1 / Math.sqrt(sum / size + epsilon);
    for (let at = 0; at < size; at++)
      out[start + at] = (values[start + at] as number) * factor * (weight[at] as number);
  }
  return out;
}

function dense({ weight, bias }: Dense, x: Float32Array, inputs: number, multiply: Multiply): Float32Array {
  const out = multiply(x, weight, inputs);
  if (bias) for (let at = 0; at < out.length; at++) out[at]! += bias[at % bias.length] as number;
  return out;
}

function feedForward(
  { gate, up, down }: LlamaFfn,
  x: Float32Array,
  hidden: number,
  multiply: Multiply,
): Float32Array {
  const gates = dense(gate, x, hidden, multiply);
  const inner = dense(up, x, hidden, multiply);
  for (let at = 0; at < inner.length; at++) {
    const value = gates[at] as number;
    inner[at]! *= value / (1 + Math.exp(-value));
  }
  return dense(down, inner, gate.weight.length / hidden, multiply);
}

function attend(model: Llama, attention: LlamaAttention, x: Float32Array, multiply: Multiply): Float32Array {
  const { hidden, headDim, ropeTheta, normEpsilon } = model;
  const rotated = (projection: Dense, norm: Float32Array | undefined): Float32Array => {
    const projected = dense(projection, x, hidden, multiply);
    const values = norm ? rmsNorm(projected, norm, normEpsilon) : projected;
    rotate(values, projection.weight.length / hidden, headDim, ropeTheta);
    return values;
  };
  const queries = rotated(attention.query, attention.queryNorm);
  const keys = rotated(attention.key, attention.keyNorm);
  const values = dense(attention.value, x, hidden, multiply);
  const width = attention.query.weight.length / hidden;
  return dense(attention.output, mixed(model, [queries, keys, values], width, multiply), width, multiply);
}

/** Turns numbers i and i + headDim/2 of every head by position · θ^(−2i/headDim). */
function rotate(values: Float32Array, width: number, headDim: number, theta: number): void {
  const half = headDim / 2;
  for (let start = 0, position = 0; start < values.length; start += width, position++)
    for (let i = 0; i < half; i++) {
      const angle = position * theta ** ((-2 * i) / headDim);
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let head = start + i; head < start + width; head += headDim) {
        const [one, other] = [values[head] as number, values[head + half] as number];
        values[head] = one * cosine - other * sine;
        values[head + half] = other * cosine + one * sine;
      }
    }
}

/** softmax(q·kᵀ/√headDim)·v of every head, each position looking back. */
function mixed(
  { headDim, group }: Llama,
  [q, k, v]: readonly [Float32Array, Float32Array, Float32Array],
  width: number,
  multiply: Multiply,
): Float32Array {
  const out = new Float32Array(q.length);
  const [length, keyWidth] = [q.length / width, width / group];
  for (let head = 0; head < width / headDim; head++) {
    const keyColumn = Math.floor(head / group) * headDim;
    const weights = multiply(
      columns(q, width, head * headDim, headDim),
      columns(k, keyWidth, keyColumn, headDim),
      headDim,
    );
    for (let at = 0; at < length; at++)
      softmax(weights.subarray(at * length, (at + 1) * length), at + 1, headDim);
    const mixture = multiply(weights, transposed(columns(v, keyWidth, keyColumn, headDim), headDim), length);
    for (let at = 0; at < length; at++)
      out.set(mixture.subarray(at * headDim, (at + 1) * headDim), at * width + head * headDim);
  }
  return out;
}

/** `count` columns of a matrix, from `first` on. */
function columns(values: Float32Array, width: number, first: number, count: number): Float32Array {
  const out = new Float32Array((values.length / width) * count);
  for (let row = 0; row * width < values.length; row++)
    out.set(values.subarray(row * width + first, row * width + first + count), row * count);
  return out;
}

function transposed(values: Float32Array, cols: number): Float32Array {
  const rows = values.length / cols;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) out[col * rows + row] = values[row * cols + col] as number;
  return out;
}

/** In place, over the first `count` scores divided by √headDim; what lies in the future gets no weight. */
function softmax(scores: Float32Array, count: number, headDim: number): void {
  const scale = 1 / Math.sqrt(headDim);
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) largest = Math.max(largest, scores[at] as number);
  let sum = 0;
  for (let at = 0; at < count; at++) sum += scores[at] = Math.exp(((scores[at] as number) - largest) * scale);
  for (let at = 0; at < count; at++) scores[at]! /= sum;
  scores.fill(0, count);
}
