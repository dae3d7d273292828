import {
  type CapacityDepth,
  type MatrixCapacity,
  type MatrixStatistics,
  matrixCapacity,
  spectrumWork,
  wasmKernels,
} from "@zerolm/checkpoint";
import { openPool } from "@zerolm/node";
import type { CommonOptions } from "../options/common.js";
import { Progress } from "../output/progress.js";

/** Σ rows · cols · min(rows, cols) up to which each is computed unasked: some ten seconds on one core. */
const quickWork = { spectrum: 5e8, determinant: 2e11 };

/** Below this, starting threads takes longer than the determinants. */
const workForThreads = 5e9;

/** What the flags ask for, and unasked what takes little time. */
export function depthOf(
  statistics: readonly MatrixStatistics[],
  { spectrum, logDet }: { readonly spectrum?: boolean; readonly logDet?: boolean },
): CapacityDepth {
  const work = workOf(statistics);
  if (spectrum || work <= quickWork.spectrum) return "spectrum";
  return logDet || work <= quickWork.determinant ? "determinant" : "norm";
}

const workOf = (statistics: readonly MatrixStatistics[]): number =>
  statistics.reduce((sum, { matrix }) => sum + spectrumWork(matrix), 0);

/** The capacity of every matrix, with a progress bar; determinants by several threads where they take long. */
export async function capacitiesOf(
  statistics: readonly MatrixStatistics[],
  depth: CapacityDepth,
  flags: CommonOptions,
): Promise<MatrixCapacity[]> {
  const total = workOf(statistics);
  const pool = depth === "determinant" && total > workForThreads ? await openPool() : undefined;
  const { logDeterminant } = pool ?? (await wasmKernels());
  const progress = new Progress(flags);
  const capacities: MatrixCapacity[] = [];
  const waiting = statistics.entries();
  let done = 0;
  // As many matrices are in memory as there are threads.
  const work = async (): Promise<void> => {
    for (const [index, one] of waiting) {
      capacities[index] = await matrixCapacity(one, depth, logDeterminant);
      done += spectrumWork(one.matrix);
      if (depth !== "norm") progress.show(names[depth], done, total);
    }
  };
  try {
    await Promise.all(Array.from({ length: pool?.threads ?? 1 }, work));
  } finally {
    progress.end();
    await pool?.close();
  }
  return capacities;
}

const names = { determinant: "of ln det", spectrum: "of the singular values" };
