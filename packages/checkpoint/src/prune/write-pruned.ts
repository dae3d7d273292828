import { type Host, InterruptedError, pacedReport } from "@zerolm/core";
import type { Checkpoint } from "../checkpoint.js";
import { byteLength, safetensorsChunks, type TensorData } from "../safetensors/write.js";
import { sourceChunks } from "../source/byte-source.js";
import { requireContent } from "../source/lfs-pointer.js";
import { isCompanion } from "./companions.js";
import type { Pruned } from "./pruned.js";

/** As Hugging Face: a larger checkpoint is written in several files. */
const defaultShardBytes = 5e9;

/** Writes one file. */
export type WriteInto = (
  name: string,
  data: string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
) => Promise<void>;

/** What is written beside the weights, and how. */
export interface WritePrunedOptions {
  /** What `pruning.json` is to say beyond what was kept. */
  readonly about?: object;
  /** The most bytes of tensors in one file. Default: 5 GB. */
  readonly shardBytes?: number;
  /** Is told how many bytes of tensors are written, and may stop it. */
  readonly host?: Host | undefined;
}

/**
 * Writes the files of a pruned checkpoint: weights, `config.json`, `pruning.json`, and from the old folder all that is
 * neither: tokenizers, processors, licences, templates.
 *
 * @param write takes one file after the other, into a new folder
 * @throws {InterruptedError} if the host stops it; what was written by then is no checkpoint
 * @example
 * await writePruned(write, checkpoint, prunedCheckpoint(mapped, plan));
 */
export async function writePruned(
  write: WriteInto,
  checkpoint: Checkpoint,
  { tensors, config, loads }: Pruned,
  { about = {}, shardBytes = defaultShardBytes, host = {} }: WritePrunedOptions = {},
): Promise<void> {
  const count = counterOf(tensors, host);
  const counted = tensors.map((tensor) => ({ ...tensor, chunks: () => withCount(tensor.chunks(), count) }));
  await write("config.json", json(config));
  await write("pruning.json", json({ loads, ...about }));
  for (const file of checkpoint.folder.files.filter(isCompanion)) await copy(checkpoint, file, write);
  await writeWeights(counted, Object.fromEntries(checkpoint.metadata), shardBytes, write);
}

type Counter = (bytes: number) => Promise<void> | undefined;

/** Adds up what is written, and ends it if the host says so. */
function counterOf(tensors: readonly TensorData[], host: Host): Counter {
  const total = tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  const report = pacedReport(host);
  let done = 0;
  return (bytes) => {
    if (host.signal?.aborted) throw new InterruptedError("stopped before the checkpoint was written");
    done += bytes;
    return report({ what: "of the weights written", done, total });
  };
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

async function* withCount(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  count: Counter,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    await count(chunk.length);
  }
}

async function copy({ folder }: Checkpoint, file: string, write: WriteInto): Promise<void> {
  const source = await folder.open(file);
  try {
    await requireContent(source);
    await write(file, sourceChunks(source, 0, source.size));
  } finally {
    await source.close();
  }
}

async function writeWeights(
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>>,
  shardBytes: number,
  write: WriteInto,
): Promise<void> {
  const shards = sharded(tensors, shardBytes);
  if (shards.length <= 1) return await write("model.safetensors", safetensorsChunks(tensors, metadata));
  const name = (index: number): string =>
    `model-${String(index + 1).padStart(5, "0")}-of-${String(shards.length).padStart(5, "0")}.safetensors`;
  for (const [index, shard] of shards.entries()) await write(name(index), safetensorsChunks(shard, metadata));
  const places = shards.flatMap((shard, index) => shard.map((tensor) => [tensor.name, name(index)]));
  const total = tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  await write(
    "model.safetensors.index.json",
    json({ metadata: { total_size: total }, weight_map: Object.fromEntries(places) }),
  );
}

/** In the order given, as many to a file as fit. */
function sharded(tensors: readonly TensorData[], shardBytes: number): TensorData[][] {
  const shards: TensorData[][] = [];
  let room = 0;
  for (const tensor of tensors) {
    const bytes = byteLength(tensor);
    if (bytes > room || shards.length === 0) {
      shards.push([]);
      room = shardBytes;
    }
    shards.at(-1)?.push(tensor);
    room -= bytes;
  }
  return shards;
}
