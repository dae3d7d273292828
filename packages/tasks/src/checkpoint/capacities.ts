import {
  type CapacityDepth,
  type MatrixCapacity,
  type MatrixStatistics,
  matrixCapacity,
  spectrumWork,
} from "@zerolm/checkpoint";
import { InterruptedError, pacedReport } from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { withThreads } from "./runners.js";

/** Σ rows · cols · min(rows, cols) up to which each is computed unasked: some ten seconds on one core. */
const quickWork = { spectrum: 5e9, determinant: 2e11 };

/** Below this, starting threads takes longer than the determinants. */
const workForThreads = 5e9;

/** What a request asks for, and unasked what takes little time. */
export function depthOf(
  statistics: readonly MatrixStatistics[],
  { spectrum, logDet }: { readonly spectrum: boolean; readonly logDet: boolean },
): CapacityDepth {
  const work = workOf(statistics);
  if (spectrum || work <= quickWork.spectrum) return "spectrum";
  return logDet || work <= quickWork.determinant ? "determinant" : "norm";
}

const workOf = (statistics: readonly MatrixStatistics[]): number =>
  statistics.reduce((sum, { matrix }) => sum + spectrumWork(matrix), 0);

/**
 * The capacity of every matrix; determinants by several threads if they take long.
 *
 * @throws {InterruptedError} if the host stops it
 */
export function capacitiesOf(
  statistics: readonly MatrixStatistics[],
  depth: CapacityDepth,
  host: TaskHost,
): Promise<MatrixCapacity[]> {
  const total = workOf(statistics);
  const report = pacedReport(host);
  const capacities: MatrixCapacity[] = [];
  const waiting = statistics.entries();
  let done = 0;
  return withThreads(
    depth === "determinant" && total > workForThreads,
    host,
    async ({ logDeterminant, threads = 1 }) => {
      // As many matrices are in memory as there are threads.
      const work = async (): Promise<void> => {
        for (const [index, one] of waiting) {
          if (host.signal?.aborted) throw new InterruptedError("stopped before all capacities were known");
          capacities[index] = await matrixCapacity(one, depth, logDeterminant);
          done += spectrumWork(one.matrix);
          if (depth !== "norm") await report({ what: names[depth], done, total });
        }
      };
      await Promise.all(Array.from({ length: threads }, work));
      return capacities;
    },
  );
}

const names = { determinant: "of ln det", spectrum: "of the singular values" };
