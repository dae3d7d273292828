import {
  type MappedCheckpoint,
  type MatrixStatistics,
  squareStatistics,
  squaresHere,
  wasmKernels,
} from "@zerolm/checkpoint";
import { openPool } from "@zerolm/node";
import type { CommonOptions } from "../options/common.js";
import { bytesText } from "../output/numbers.js";
import { Progress } from "../output/progress.js";

/** Below this, starting threads takes longer than reading. */
const bytesForThreads = 64 * 2 ** 20;

/** Σ x² of every matrix in the layers, with a progress bar in bytes; by several threads where there is much to read. */
export async function statisticsOf(
  mapped: MappedCheckpoint,
  flags: CommonOptions,
): Promise<MatrixStatistics[]> {
  const bytes = mapped.tensors.reduce((sum, { tensor }) => sum + tensor.end - tensor.start, 0);
  const pool = bytes < bytesForThreads ? undefined : await openPool();
  const progress = new Progress(flags);
  const onProgress = (done: number, total: number): void =>
    progress.show(`${bytesText(done)} of ${bytesText(total)} read`, done, total);
  try {
    return await squareStatistics(mapped, pool?.squares ?? squaresHere(await wasmKernels()), { onProgress });
  } finally {
    progress.end();
    await pool?.close();
  }
}
