import type { Values } from "../safetensors/dtype.js";

/*
 * Quads are how the products of `assembly/products.ts` want a matrix: blocks of 4 × 4 numbers, a row of blocks after the other, rows and
 * columns padded with zeros to multiples of 4.
 */

/** The least multiple of `step` that is not below `value`. */
export const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** Where entry (row, col) of a matrix of `depth` columns, a multiple of 4, lies in its quads. */
export const quadPlace = (row: number, col: number, depth: number): number =>
  (row >> 2) * 4 * depth + (col >> 2) * 16 + (row & 3) * 4 + (col & 3);

/** Part of an array seen as a matrix: entry (row, col) is `values[start + row · rowStep + col · colStep]`. */
export interface MatrixView {
  readonly values: Values;
  readonly start: number;
  readonly rowStep: number;
  readonly colStep: number;
  readonly rows: number;
  readonly cols: number;
}

/** Writes a matrix in quads of `depth` columns, a multiple of 4 and at least its own, over all of `out`. */
export function packQuads(
  { values, start, rowStep, colStep, rows, cols }: MatrixView,
  depth: number,
  out: Float32Array,
): void {
  if (rows % 4 !== 0 || cols < depth) out.fill(0);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++)
      out[quadPlace(row, col, depth)] = values[start + row * rowStep + col * colStep];
}

/** A matrix in quads, without what was padded, row by row. */
export function unpackQuads(quads: Float32Array, rows: number, cols: number): Float32Array {
  const depth = roundUp(cols, 4);
  const out = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) out[row * cols + col] = quads[quadPlace(row, col, depth)];
  return out;
}
