import { type MappedCheckpoint, type MatrixStatistics, squareStatistics } from "@zerolm/checkpoint";
import { bytesText } from "@zerolm/view";
import type { CommonOptions } from "../options/common.js";
import { Progress } from "../terminal/progress.js";
import { withRunners } from "./runners.js";

/** Σ x² of every matrix in the layers, with a progress bar in bytes. */
export async function statisticsOf(
  mapped: MappedCheckpoint,
  flags: CommonOptions,
): Promise<MatrixStatistics[]> {
  const progress = new Progress(flags);
  const onProgress = (done: number, total: number): void => progress.show(readText(done, total), done, total);
  try {
    return await withRunners(mapped, ({ squares }) => squareStatistics(mapped, squares, { onProgress }));
  } finally {
    progress.end();
  }
}

/** How many bytes are read, of how many. */
export const readText = (done: number, total: number): string =>
  `${bytesText(done)} of ${bytesText(total)} read`;
