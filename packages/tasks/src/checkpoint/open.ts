import { type Checkpoint, mergeLora, openCheckpoint } from "@zerolm/checkpoint";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";

/** A checkpoint that is open, and what messages call it. */
export interface Opened {
  readonly name: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Does something with a checkpoint, which is open meanwhile.
 *
 * @param lora a LoRA adapter to be merged into its weights. Default: none
 * @throws {InputError} if either is none, and if the adapter does not fit
 * @example
 * await withCheckpoint("models/tiny-llama", "adapters/kjv", host, async ({ checkpoint }) => mapCheckpoint(checkpoint));
 */
export async function withCheckpoint<Answer>(
  path: string,
  lora: string | undefined,
  host: TaskHost,
  use: (opened: Opened) => Promise<Answer>,
): Promise<Answer> {
  const opened = await openWithAdapter(path, lora, host);
  try {
    return await use(opened);
  } finally {
    await opened.checkpoint.close();
  }
}

async function openWithAdapter(path: string, lora: string | undefined, host: TaskHost): Promise<Opened> {
  const files = filesOf(host);
  const checkpoint = await openCheckpoint(await files.folder(path));
  if (lora === undefined) return { name: path, checkpoint };
  try {
    return { name: `${path} + ${lora}`, checkpoint: await mergeLora(checkpoint, await files.folder(lora)) };
  } catch (error) {
    await checkpoint.close();
    throw error;
  }
}
