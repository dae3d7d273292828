import type { Side } from "../capacity/pieces.js";
import type { WeightMatrix } from "../map-checkpoint.js";
import type { Values } from "../safetensors/dtype.js";

/*
 * ln det(I + Σ w·wᵀ) for growing numbers of vectors w: with A = I + Σ so far, the matrix determinant lemma gives
 * ln det(A + w·wᵀ) = ln det A + ln(1 + wᵀA⁻¹w), and Sherman & Morrison A⁻¹ − (A⁻¹w)(A⁻¹w)ᵀ / (1 + wᵀA⁻¹w). O(d²) a vector of length d, so
 * all widths together cost what one Gram matrix does.
 */

/** The vectors of each unit, in the order in which units are kept: rows of the matrix, or its columns. */
export function unitBlocks(
  values: Values,
  { rows, cols }: WeightMatrix,
  side: Side,
  order: readonly number[],
  unitSize: number,
): Float64Array[][] {
  const vector = (index: number): Float64Array =>
    side === "rows"
      ? Float64Array.from(values.subarray(index * cols, (index + 1) * cols))
      : Float64Array.from({ length: rows }, (_, row) => values[row * cols + index] as number);
  return order.map((unit) => Array.from({ length: unitSize }, (_, at) => vector(unit * unitSize + at)));
}

/**
 * After each unit, the logarithm of the determinant of all vectors so far.
 *
 * @param apart every unit is a matrix of its own, and their logarithms are added
 */
export function prefixLogDeterminants(
  blocks: readonly (readonly Float64Array[])[],
  apart: boolean,
): number[] {
  const length = blocks[0]?.[0]?.length ?? 0;
  let inverse = identity(length);
  let sum = 0;
  return blocks.map((vectors, index) => {
    if (apart && index > 0) inverse = identity(length);
    for (const vector of vectors) sum += grown(inverse, vector);
    return sum;
  });
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let index = 0; index < size; index++) matrix[index * (size + 1)] = 1;
  return matrix;
}

/** Takes a vector into A⁻¹; ln(1 + wᵀA⁻¹w). */
function grown(inverse: Float64Array, vector: Float64Array): number {
  const size = vector.length;
  const image = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let dot = 0;
    for (let col = 0; col < size; col++)
      dot += (inverse[row * size + col] as number) * (vector[col] as number);
    image[row] = dot;
  }
  const form = image.reduce((sum, value, index) => sum + value * (vector[index] as number), 0);
  for (let row = 0; row < size; row++) {
    const factor = (image[row] as number) / (1 + form);
    for (let col = 0; col < size; col++) inverse[row * size + col]! -= factor * (image[col] as number);
  }
  return Math.log1p(form);
}
