import type { Checkpoint } from "../checkpoint.js";
import type { Tensor } from "../safetensors/tensor.js";
import { byteLength, type TensorData } from "../safetensors/write.js";
import type { ByteSource } from "../source/byte-source.js";
import type { Pruned } from "./pruned.js";

/**
 * A pruned checkpoint as if it had been written and opened, so that its network can be run before that. Tensors are cut when they are
 * read, one at a time; the original must still be open.
 *
 * @example
 * const network = await trainedNetwork(prunedTensors(prunedCheckpoint(mapped, plan)));
 */
export function prunedTensors({
  config,
  tensors,
}: Pick<Pruned, "config" | "tensors">): Pick<Checkpoint, "config" | "tensors"> {
  const last = lastRead();
  return { config, tensors: new Map(tensors.map((data) => [data.name, tensorOf(data, last)])) };
}

type Read = (data: TensorData) => Promise<Uint8Array>;

/** The bytes of the tensor that was read last are kept, since its matrices may be read one by one. */
function lastRead(): Read {
  let last: { readonly data: TensorData; readonly bytes: Uint8Array } | undefined;
  return async (data) => {
    if (last?.data !== data) last = { data, bytes: await allBytes(data) };
    return last.bytes;
  };
}

async function allBytes(data: TensorData): Promise<Uint8Array> {
  const bytes = new Uint8Array(byteLength(data));
  let at = 0;
  for await (const chunk of data.chunks()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tensorOf(data: TensorData, read: Read): Tensor {
  const size = byteLength(data);
  const source: ByteSource = {
    name: "the pruned checkpoint",
    size,
    read: async (start, end) => (await read(data)).slice(start, end),
    close: async () => undefined,
  };
  return { name: data.name, dtype: data.dtype, shape: data.shape, start: 0, end: size, source };
}
