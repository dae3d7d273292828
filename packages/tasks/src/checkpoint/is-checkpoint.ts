import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";

const weights = /\.safetensors(\.index\.json)?$/;

/** Whether a path means trained weights: a safetensors file or index, or a folder that holds one. */
export async function isCheckpoint(path: string, host: TaskHost): Promise<boolean> {
  if (path === "-") return false;
  if (weights.test(path)) return true;
  return (await filesOf(host).list(path)).some((file) => weights.test(file));
}
