import type { Checkpoint, Pruned } from "@zerolm/checkpoint";
import { byteLength, safetensorsChunks, type TensorData } from "@zerolm/checkpoint";
import { type WriteInto, writeFolderAtomically } from "./files/write-folder.js";

/** As Hugging Face: a larger checkpoint is written in several files. */
const defaultShardBytes = 5e9;

/** What goes with a model and says nothing about its sizes; code, as Nemotron-NAS has it, reads them from the config. */
const companion =
  /^(tokenizer.*|special_tokens_map\.json|added_tokens\.json|vocab\.(json|txt)|merges\.txt|generation_config\.json|.*\.model|chat_template.*|.*\.py|LICENSE.*|NOTICE.*)$/;

export interface WriteOptions {
  /** What `pruning.json` is to say beyond what was kept. */
  readonly about?: object;
  /** The most bytes of tensors in one file. Default: 5 GB. */
  readonly shardBytes?: number;
  /** Called with the bytes of tensors written so far and all of them. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes a pruned checkpoint as a new folder, whole or not at all: weights, `config.json`, `pruning.json`, and the tokenizer and the
 * like from the old folder.
 *
 * @throws {WorkError} where the folder exists and is not empty, the disk is full, …
 * @example
 * await writePruned("smaller", checkpoint, prunedCheckpoint(checkpoint, mapped, plan));
 */
export async function writePruned(
  path: string,
  checkpoint: Checkpoint,
  { tensors, config, loadedBy }: Pruned,
  { about = {}, shardBytes = defaultShardBytes, onProgress = () => undefined }: WriteOptions = {},
): Promise<void> {
  const total = tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  let done = 0;
  const count = (bytes: number): void => {
    done += bytes;
    onProgress(done, total);
  };
  const counted = tensors.map((tensor) => ({ ...tensor, chunks: () => withCount(tensor.chunks(), count) }));
  await writeFolderAtomically(path, async (write) => {
    await write("config.json", json(config));
    await write("pruning.json", json({ loadedBy, ...about }));
    for (const file of checkpoint.folder.files) if (companion.test(file)) await copy(checkpoint, file, write);
    await writeWeights(counted, Object.fromEntries(checkpoint.metadata), shardBytes, write);
  });
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

async function* withCount(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    count(chunk.length);
  }
}

async function copy({ folder }: Checkpoint, file: string, write: WriteInto): Promise<void> {
  const source = await folder.open(file);
  try {
    await write(file, [await source.read(0, source.size)]);
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
