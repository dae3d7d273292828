import { type DtypeName, dtypes } from "../../src/safetensors/dtype.js";
import { safetensorsChunks, type TensorData } from "../../src/safetensors/write.js";

/** A tensor with numbers, in one chunk. */
export function tensorOf(
  name: string,
  dtype: DtypeName,
  shape: readonly number[],
  values: ArrayLike<number>,
): TensorData {
  return { name, dtype, shape, chunks: () => [dtypes[dtype].encode(values)] };
}

/** A whole file in memory. */
export async function fileOf(
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of safetensorsChunks(tensors, metadata)) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}

/** A file with any header, also a wrong one, and so many bytes of data. */
export function rawFile(header: unknown, dataBytes: number): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

/** Every number of every tensor, for comparing. */
export const plain = (values: Iterable<number>): number[] => [...values];
