import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";

/** Safetensors, and formats that are no documents either: what reads checkpoints says how to convert them. */
const weights = /\.(safetensors(\.index\.json)?|gguf|bin|pt|pth|ckpt|h5|msgpack)$/i;

/** Whether a path means trained weights: a file of such, or a folder that holds one. */
export async function isCheckpoint(path: string, host: TaskHost): Promise<boolean> {
  if (path === "-") return false;
  if (weights.test(path)) return true;
  return (await filesOf(host).list(path)).some((file) => weights.test(file));
}
