import type { DtypeName, Values } from "../safetensors/dtype.js";

/*
 * The arithmetic that reads every byte of a checkpoint. There are two of each: WebAssembly with SIMD (`wasm-kernels.ts`, source in
 * `assembly/`), and plain TypeScript (`plain-kernels.ts`), which says what the other computes and does what the other cannot.
 */

/** Sums over numbers as they stand in a file. */
export interface Kernels {
  readonly name: string;
  /**
   * An array of so many bytes for what is handed to `rowSquares` and `colSquares`; bytes in it need not be copied. It is valid until
   * the next call of anything here.
   */
  readonly buffer: (bytes: number) => Uint8Array;
  /**
   * out[row] += Σ x² over the row, for as many rows of `cols` numbers as `out` has places.
   *
   * Squares of numbers below 10⁻¹⁹ in BF16 and F16 may count as zero.
   */
  readonly rowSquares: (bytes: Uint8Array, dtype: DtypeName, cols: number, out: Float64Array) => void;
  /** out[col] += Σ x² over the column, for rows of as many numbers as `out` has places. */
  readonly colSquares: (bytes: Uint8Array, dtype: DtypeName, cols: number, out: Float64Array) => void;
  /** ln det(I + WᵀW) of rows × cols numbers, by Cholesky of I plus the smaller Gram matrix. */
  readonly logDeterminant: (values: Values, rows: number, cols: number) => number;
  /** x·wᵀ for x of rows × k and w of cols × k numbers: what a dense layer does. rows × cols numbers. */
  readonly multiply: (x: Float32Array, w: Float32Array, k: number) => Float32Array;
}
