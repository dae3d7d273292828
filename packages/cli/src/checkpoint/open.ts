import { type Checkpoint, mergeLora, openCheckpoint } from "@zerolm/checkpoint";
import { pathFolder } from "@zerolm/node";

/** A checkpoint that is open, and what the screen calls it. */
export interface Opened {
  readonly name: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Opens a checkpoint, with a LoRA adapter in its weights where one is given.
 *
 * @throws {InputError} where either is none, and where the adapter does not fit
 * @example
 * const { checkpoint } = await openWithAdapter("models/tiny-llama", "adapters/kjv");
 */
export async function openWithAdapter(path: string, adapter: string | undefined): Promise<Opened> {
  const checkpoint = await openCheckpoint(await pathFolder(path));
  if (adapter === undefined) return { name: path, checkpoint };
  try {
    return {
      name: `${path} + ${adapter}`,
      checkpoint: await mergeLora(checkpoint, await pathFolder(adapter)),
    };
  } catch (error) {
    await checkpoint.close();
    throw error;
  }
}
