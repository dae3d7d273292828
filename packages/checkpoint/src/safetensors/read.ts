import type { ByteSource } from "../source/byte-source.js";
import { mayBePointer, requireContent } from "../source/lfs-pointer.js";
import { headerLength, lengthBytes, parseHeader } from "./header.js";
import type { Tensor, TensorSet } from "./tensor.js";

/**
 * Opens a safetensors file: reads its header and checks all of it. Tensors are read when they are asked for.
 *
 * @throws {InputError} that names the file, the tensor and what is wrong
 * @example
 * const { tensors } = await openSafetensors(blobSource(file));
 * const values = await tensorValues(tensors.get("lm_head.weight"));
 */
export async function openSafetensors(source: ByteSource): Promise<TensorSet> {
  const first = await source.read(0, Math.min(lengthBytes, source.size));
  if (mayBePointer(first)) await requireContent(source);
  const length = headerLength(first, source.size, source.name);
  const bytes = await source.read(lengthBytes, lengthBytes + length);
  const { metadata, tensors } = parseHeader(bytes, source.size, source.name);
  const located = new Map<string, Tensor>();
  for (const [name, entry] of tensors) located.set(name, { ...entry, source });
  return { metadata, tensors: located, close: () => source.close() };
}
