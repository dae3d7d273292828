import { type Checkpoint, dequantised, mergeLora, openCheckpoint } from "@zerolm/checkpoint";
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
 * @param dequantise whether weights in FP8 with scales are read as numbers. Default: no, and they are refused when they are mapped
 * @throws {InputError} if either is none, and if the adapter does not fit
 * @example
 * await withCheckpoint("models/tiny-llama", "adapters/kjv", host, async ({ checkpoint }) => mapCheckpoint(checkpoint));
 */
export async function withCheckpoint<Answer>(
  path: string,
  lora: string | undefined,
  host: TaskHost,
  use: (opened: Opened) => Promise<Answer>,
  dequantise = false,
): Promise<Answer> {
  const opened = await openWithAdapter(path, { lora, dequantise }, host);
  try {
    return await use(opened);
  } finally {
    await opened.checkpoint.close();
  }
}

interface Asked {
  readonly lora: string | undefined;
  readonly dequantise: boolean;
}

async function openWithAdapter(path: string, { lora, dequantise }: Asked, host: TaskHost): Promise<Opened> {
  const files = filesOf(host);
  const stored = await openCheckpoint(await files.folder(path));
  try {
    const checkpoint = dequantise ? dequantised(stored) : stored;
    if (lora === undefined) return { name: path, checkpoint };
    return { name: `${path} + ${lora}`, checkpoint: await mergeLora(checkpoint, await files.folder(lora)) };
  } catch (error) {
    await stored.close();
    throw error;
  }
}
