import { type Architecture, type Matrix, matrices, UsageError } from "@zerolm/core";
import { biasName } from "../network/vectors.js";
import type { TrainedNetwork } from "../text/trained-network.js";

/**
 * The network of the leading rows and columns of another's matrices: a sub-network of a supernet, or what is left of a layer that was cut to its first
 * heads and FFN rows.
 *
 * @param architecture what is to be left; a matrix has no more rows or columns than that of its name in the network
 * @throws {UsageError} that names a matrix which is not there, or is smaller
 * @example
 * const layers = architecture.layers.map((layer) => ({ ...layer, ffn: { ...layer.ffn, width: 192 } }));
 * const smaller = subNetwork(network, { ...architecture, layers });
 */
export function subNetwork(network: TrainedNetwork, architecture: Architecture): TrainedNetwork {
  const whole = new Map(matrices(network.architecture).map((matrix) => [matrix.name, matrix]));
  const cut = new Map<string, Float32Array>();
  const vectors = new Map(network.weights.vectors);
  for (const matrix of matrices(architecture)) {
    const { name, rows } = matrix;
    const from = whole.get(name);
    if (!from || from.rows < rows || from.cols < matrix.cols || from.copies !== matrix.copies)
      throw new UsageError(`${name} is not in the network, or is smaller there`);
    cut.set(name, leading(network.weights.matrices.get(name)!, from, matrix));
    const bias = vectors.get(biasName(name));
    if (bias) vectors.set(biasName(name), bias.subarray(0, rows));
  }
  return { ...network, architecture, weights: { matrices: cut, vectors } };
}

/** The leading rows and columns of each copy; the numbers themselves if that is all of them. */
function leading(numbers: Float32Array, from: Matrix, { rows, cols, copies }: Matrix): Float32Array {
  if (from.rows === rows && from.cols === cols) return numbers;
  if (from.cols === cols && copies === 1) return numbers.subarray(0, rows * cols);
  const kept = new Float32Array(copies * rows * cols);
  for (let row = 0; row < copies * rows; row++) {
    const start = (Math.floor(row / rows) * from.rows + (row % rows)) * from.cols;
    kept.set(numbers.subarray(start, start + cols), row * cols);
  }
  return kept;
}
