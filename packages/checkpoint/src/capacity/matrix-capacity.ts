import { expectedLogDeterminant, singularValuesByGram } from "@zerolm/core";
import type { WeightMatrix } from "../map-checkpoint.js";
import type { Values } from "../safetensors/dtype.js";
import { effectiveRank } from "./effective-rank.js";
import type { MatrixStatistics } from "./statistics.js";
import { matrixValues } from "./values.js";

/** What the singular values of a matrix say. */
export interface MatrixSpectrum {
  /** ln det(I + WᵀW). */
  readonly logDeterminant: number;
  /** What random weights of the same shape and the same ‖W‖ would have, by Marchenko–Pastur. */
  readonly randomLogDeterminant: number;
  /** exp of the entropy of the singular values, from 1 to min(rows, cols); undefined where they were not asked for. */
  readonly effectiveRank: number | undefined;
}

/** What one trained matrix can hold. */
export interface MatrixCapacity {
  readonly matrix: WeightMatrix;
  /** ZeroLM's ‖W‖² / min(rows, cols). */
  readonly capacity: number;
  /** Undefined where it was not asked for. */
  readonly spectrum: MatrixSpectrum | undefined;
}

/** How much of a matrix is computed: its norm, which is known; ln det, by a Cholesky decomposition; or all singular values. */
export type CapacityDepth = "norm" | "determinant" | "spectrum";

/** ln det(I + WᵀW) of rows × cols numbers, which may be taken away; on this thread or on another. */
export type LogDeterminantRunner = (values: Values, rows: number, cols: number) => Promise<number> | number;

/** Multiply-adds that ln det or the spectrum of a matrix takes, but for a constant: rows · cols · min(rows, cols). */
export const spectrumWork = ({ rows, cols }: WeightMatrix): number => rows * cols * Math.min(rows, cols);

/**
 * The capacity of a matrix whose statistics are known. Beyond the norm the matrix is read again; its singular values take some twenty
 * times as long as the determinant.
 *
 * @param logDeterminant is asked for the depth `determinant` alone
 * @example
 * const { capacity } = await matrixCapacity(statistics[0], "norm", kernels.logDeterminant);
 */
export async function matrixCapacity(
  { matrix, squaredNorm }: MatrixStatistics,
  depth: CapacityDepth,
  logDeterminant: LogDeterminantRunner,
): Promise<MatrixCapacity> {
  const { rows, cols } = matrix;
  const capacity = squaredNorm / Math.min(rows, cols);
  if (depth === "norm") return { matrix, capacity, spectrum: undefined };
  const values = await matrixValues(matrix);
  const randomLogDeterminant = expectedLogDeterminant(rows, cols, squaredNorm / (rows * cols));
  const found =
    depth === "spectrum"
      ? ofSingularValues(singularValuesByGram(values, rows, cols))
      : { logDeterminant: await logDeterminant(values, rows, cols), effectiveRank: undefined };
  return { matrix, capacity, spectrum: { ...found, randomLogDeterminant } };
}

const ofSingularValues = (values: Float64Array) => ({
  logDeterminant: values.reduce((sum, value) => sum + Math.log1p(value * value), 0),
  effectiveRank: effectiveRank(values),
});
