import { expectedLogDeterminant } from "@zerolm/core";
import type { WeightMatrix } from "../family/map.js";
import { effectiveRank, singularValues } from "./spectrum.js";
import type { MatrixStatistics } from "./statistics.js";
import { matrixValues } from "./values.js";

/** What the singular values of a matrix say. */
export interface MatrixSpectrum {
  /** ln det(I + WᵀW). */
  readonly logDeterminant: number;
  /** What random weights of the same shape and the same ‖W‖ would have, by Marchenko–Pastur. */
  readonly randomLogDeterminant: number;
  /** exp of the entropy of the singular values, from 1 to min(rows, cols). */
  readonly effectiveRank: number;
}

/** What one trained matrix can hold. */
export interface MatrixCapacity {
  readonly matrix: WeightMatrix;
  /** ZeroLM's ‖W‖² / min(rows, cols). */
  readonly capacity: number;
  /** Undefined where it was not asked for. */
  readonly spectrum: MatrixSpectrum | undefined;
}

/** Multiply-adds that the spectrum of a matrix takes, but for a constant: rows · cols · min(rows, cols). */
export const spectrumWork = ({ rows, cols }: WeightMatrix): number =>
  rows.size * cols.size * Math.min(rows.size, cols.size);

/**
 * The capacity of a matrix whose statistics are known; its spectrum is read and computed anew, which takes long for a large one.
 *
 * @example
 * const { capacity } = await matrixCapacity(statistics[0], false);
 */
export async function matrixCapacity(
  { matrix, squaredNorm }: MatrixStatistics,
  withSpectrum: boolean,
): Promise<MatrixCapacity> {
  const [rows, cols] = [matrix.rows.size, matrix.cols.size];
  const capacity = squaredNorm / Math.min(rows, cols);
  return { matrix, capacity, spectrum: withSpectrum ? await spectrumOf(matrix, squaredNorm) : undefined };
}

async function spectrumOf(matrix: WeightMatrix, squaredNorm: number): Promise<MatrixSpectrum> {
  const [rows, cols] = [matrix.rows.size, matrix.cols.size];
  const values = singularValues(await matrixValues(matrix), rows, cols);
  return {
    logDeterminant: values.reduce((sum, value) => sum + Math.log1p(value * value), 0),
    randomLogDeterminant: expectedLogDeterminant(rows, cols, squaredNorm / (rows * cols)),
    effectiveRank: effectiveRank(values),
  };
}
