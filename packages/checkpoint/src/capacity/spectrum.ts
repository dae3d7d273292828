import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { Values } from "../safetensors/dtype.js";

/**
 * The singular values of a rows × cols matrix, largest first, by ml-matrix (Golub & Reinsch). O(rows · cols · min(rows, cols)): seconds for
 * 512 × 512, many minutes for 4096 × 4096; the Frobenius norm and the determinant need none of them.
 */
export function singularValues(values: Values, rows: number, cols: number): number[] {
  const matrix = Matrix.from1DArray(rows, cols, values);
  const { diagonal } = new SingularValueDecomposition(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return diagonal.sort((one, other) => other - one);
}

/**
 * The effective rank exp(−Σ pᵢ ln pᵢ) with pᵢ = σᵢ / Σσ (Roy & Vetterli 2007): from 1 to the number of singular values. 0 for a zero matrix.
 *
 * @example
 * effectiveRank([1, 1, 0]); // 2
 */
export function effectiveRank(spectrum: readonly number[]): number {
  const sum = spectrum.reduce((total, value) => total + value, 0);
  if (sum === 0) return 0;
  const entropy = spectrum.reduce(
    (total, value) => (value > 0 ? total - (value / sum) * Math.log(value / sum) : total),
    0,
  );
  return Math.exp(entropy);
}
