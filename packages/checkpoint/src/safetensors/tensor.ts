import { type ByteSource, defaultChunkBytes, sourceChunks } from "../source/byte-source.js";
import { dtypes, type Values } from "./dtype.js";
import type { TensorEntry } from "./header.js";

/** A tensor and where its bytes are; nothing of it is in memory. */
export interface Tensor extends TensorEntry {
  readonly source: ByteSource;
}

/** Tensors by name, from one file or several. */
export interface TensorSet {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Closes the files behind it. */
  readonly close: () => Promise<void>;
}

/** How many numbers a tensor has. */
export const elements = ({ shape }: { readonly shape: readonly number[] }): number =>
  shape.reduce((product, size) => product * size, 1);

/** All bytes of a tensor, as stored. */
export const tensorBytes = ({ source, start, end }: Tensor): Promise<Uint8Array> => source.read(start, end);

/**
 * All numbers of a tensor, row by row.
 *
 * @example
 * const values = await tensorValues(set.tensors.get("lm_head.weight"));
 */
export async function tensorValues(tensor: Tensor): Promise<Values> {
  return dtypes[tensor.dtype].decode(await tensorBytes(tensor));
}

/** The bytes of a tensor, a chunk at a time; each chunk holds whole numbers. */
export function tensorChunks(tensor: Tensor, chunkBytes = defaultChunkBytes): AsyncGenerator<Uint8Array> {
  const { bytes } = dtypes[tensor.dtype];
  const whole = Math.max(bytes, chunkBytes - (chunkBytes % bytes));
  return sourceChunks(tensor.source, tensor.start, tensor.end, whole);
}
