import { type Checkpoint, type Pruned, type WritePrunedOptions, writePruned } from "@zerolm/checkpoint";
import { writeFolderAtomically } from "./files/write-folder.js";

/**
 * Writes a pruned checkpoint as a new folder, whole or not at all.
 *
 * @throws {WorkError} if the folder exists and is not empty, the disk is full, …; {InterruptedError} if the host stops it
 * @example
 * await writePrunedFolder("smaller", checkpoint, prunedCheckpoint(mapped, plan));
 */
export const writePrunedFolder = (
  path: string,
  checkpoint: Checkpoint,
  pruned: Pruned,
  options?: WritePrunedOptions,
): Promise<void> => writeFolderAtomically(path, (write) => writePruned(write, checkpoint, pruned, options));
