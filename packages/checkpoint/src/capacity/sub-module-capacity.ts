import type { MatrixCapacity, MatrixSpectrum } from "./matrix-capacity.js";

/** The matrices of one sub-module of one layer together. */
export interface SubModuleCapacity {
  readonly layer: number;
  readonly subModule: string;
  /** Numbers in its matrices. */
  readonly parameters: number;
  /** Σ ‖W‖² / min(rows, cols). */
  readonly capacity: number;
  /** Σ over the matrices; undefined unless all of them have a spectrum. */
  readonly spectrum: MatrixSpectrum | undefined;
  /** Σ min(rows, cols): the most that the effective ranks can add up to. */
  readonly fullRank: number;
}

/** Sums the matrices of the layers up by layer and sub-module, in the order in which they come. */
export function subModuleCapacities(matrices: readonly MatrixCapacity[]): SubModuleCapacity[] {
  const groups = new Map<string, MatrixCapacity[]>();
  for (const one of matrices) {
    const key = `${one.matrix.layer} ${one.matrix.subModule}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(together);
}

function together(group: readonly MatrixCapacity[]): SubModuleCapacity {
  const sum = (of: (one: MatrixCapacity) => number): number =>
    group.reduce((total, one) => total + of(one), 0);
  const { matrix } = group[0] as MatrixCapacity;
  const spectra = group.flatMap(({ spectrum }) => spectrum ?? []);
  return {
    layer: matrix.layer as number,
    subModule: matrix.subModule,
    parameters: sum(({ matrix: { rows, cols } }) => rows * cols),
    capacity: sum(({ capacity }) => capacity),
    spectrum: spectra.length === group.length ? spectra.reduce(added) : undefined,
    fullRank: sum(({ matrix: { rows, cols } }) => Math.min(rows, cols)),
  };
}

const added = (one: MatrixSpectrum, other: MatrixSpectrum): MatrixSpectrum => ({
  logDeterminant: one.logDeterminant + other.logDeterminant,
  randomLogDeterminant: one.randomLogDeterminant + other.randomLogDeterminant,
  effectiveRank:
    one.effectiveRank === undefined || other.effectiveRank === undefined
      ? undefined
      : one.effectiveRank + other.effectiveRank,
});
