import { UsageError } from "@zerolm/core";
import { type DtypeName, dtypes } from "./dtype.js";
import { lengthBytes } from "./header.js";
import { elements } from "./tensor.js";

/** A tensor to be written. Its bytes are asked for when its turn comes. */
export interface TensorData {
  readonly name: string;
  readonly dtype: DtypeName;
  readonly shape: readonly number[];
  readonly chunks: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * The bytes of a safetensors file, chunk by chunk: no more than one chunk is in memory. Tensors stand in the order of Hugging
 * Face's writer, larger numbers first and then by name, so that each begins at a multiple of its numbers' size.
 *
 * @throws {UsageError} where two tensors have one name, or one gives more or fewer bytes than its shape has
 * @example
 * const blob = new Blob(await Array.fromAsync(safetensorsChunks(tensors, { format: "pt" })));
 */
export async function* safetensorsChunks(
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array> {
  const ordered = inFileOrder(tensors);
  yield headerBytes(ordered, metadata);
  for (const tensor of ordered) {
    let rest = byteLength(tensor);
    for await (const chunk of tensor.chunks()) {
      rest -= chunk.length;
      if (rest < 0) break;
      yield chunk;
    }
    if (rest !== 0)
      throw new UsageError(`returned ${Math.abs(rest)} bytes ${rest < 0 ? "too many" : "too few"}`, {
        key: tensor.name,
      });
  }
}

/** The size of the file that `safetensorsChunks` makes. */
export function safetensorsBytes(
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>> = {},
): number {
  return tensors.reduce(
    (sum, tensor) => sum + byteLength(tensor),
    headerBytes(inFileOrder(tensors), metadata).length,
  );
}

/** Bytes of a tensor's numbers. */
export const byteLength = (tensor: Pick<TensorData, "dtype" | "shape">): number =>
  elements(tensor) * dtypes[tensor.dtype].bytes;

function inFileOrder(tensors: readonly TensorData[]): TensorData[] {
  const names = new Set(tensors.map(({ name }) => name));
  if (names.size < tensors.length || names.has("__metadata__"))
    throw new UsageError("every tensor needs a name of its own, other than __metadata__");
  return [...tensors].sort((one, other) => {
    const sizes = dtypes[other.dtype].bytes - dtypes[one.dtype].bytes;
    return sizes !== 0 ? sizes : one.name < other.name ? -1 : 1;
  });
}

function headerBytes(ordered: readonly TensorData[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [["__metadata__", metadata]] : [];
  let at = 0;
  for (const tensor of ordered) {
    const { name, dtype, shape } = tensor;
    const end = at + byteLength(tensor);
    entries.push([name, { dtype, shape, data_offsets: [at, end] }]);
    at = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Padded with spaces, so that the data begin at a multiple of 8.
  const bytes = new Uint8Array(lengthBytes + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - lengthBytes), true);
  bytes.set(json, lengthBytes);
  return bytes;
}
