import { readdir } from "node:fs/promises";
import { unlessRefused } from "@zerolm/node/files";

const weights = /\.safetensors(\.index\.json)?$/;

/** Whether a path means trained weights: a safetensors file or index, or a folder that holds one. */
export async function isCheckpoint(path: string): Promise<boolean> {
  if (weights.test(path)) return true;
  const files = await unlessRefused(() => readdir(path), []);
  return files.some((file) => weights.test(file));
}
