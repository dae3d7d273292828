import { InputError } from "@zerolm/core";
import type { ByteSource } from "../source/byte-source.js";
import { duplicateKey } from "./duplicate-keys.js";
import { openSafetensors } from "./read.js";
import type { Tensor, TensorSet } from "./tensor.js";

/**
 * Opens a checkpoint in several files, as `model.safetensors.index.json` lists them. A tensor that a shard holds and the index
 * does not list is left out, as transformers does.
 *
 * @param index text of the index
 * @param name its name, for messages
 * @param open opens one file of the same folder
 * @throws {InputError} where the index leaves its folder, or names a tensor that its shard does not hold
 */
export async function openShards(
  index: string,
  name: string,
  open: (file: string) => Promise<ByteSource>,
): Promise<TensorSet> {
  const places = parseIndex(index, name);
  const shards = new Map<string, TensorSet>();
  const close = async (): Promise<void> => {
    for (const shard of shards.values()) await shard.close();
  };
  try {
    const tensors = new Map<string, Tensor>();
    for (const file of new Set(places.values())) shards.set(file, await openShard(await open(file)));
    for (const [key, file] of places) tensors.set(key, found(key, file, shards.get(file), name));
    const [first] = shards.values();
    return { metadata: first?.metadata ?? new Map(), tensors, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openShard(source: ByteSource): Promise<TensorSet> {
  try {
    return await openSafetensors(source);
  } catch (error) {
    await source.close();
    throw error;
  }
}

function found(key: string, file: string, shard: TensorSet | undefined, index: string): Tensor {
  const tensor = shard?.tensors.get(key);
  if (tensor) return tensor;
  throw new InputError(`is not in ${file}, contrary to the index. Is it a file of another checkpoint?`, {
    file: index,
    key,
  });
}

/**
 * Which tensor is in which file.
 *
 * @throws {InputError} for a file name that leads anywhere but into the folder of the index
 */
export function parseIndex(text: string, file: string): ReadonlyMap<string, string> {
  const map = weightMap(text, file);
  const places = new Map<string, string>();
  for (const [key, shard] of Object.entries(map)) {
    if (typeof shard !== "string" || !isPlainName(shard))
      throw new InputError(`is in ${JSON.stringify(shard)}, but only files of the same folder are opened`, {
        file,
        key,
      });
    places.set(key, shard);
  }
  if (places.size === 0) throw new InputError("lists no tensor", { file, key: "weight_map" });
  return places;
}

function weightMap(text: string, file: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`is not valid JSON (${error instanceof Error ? error.message.slice(0, 200) : ""})`, {
      file,
    });
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new InputError("occurs twice", { file, key: twice });
  const map =
    typeof value === "object" && value !== null && "weight_map" in value ? value.weight_map : undefined;
  if (typeof map === "object" && map !== null && !Array.isArray(map)) return map;
  throw new InputError("must be a map from tensors to files. Is it model.safetensors.index.json?", {
    file,
    key: "weight_map",
  });
}

/** One name without separators, drive letters, control characters, or a dot alone. */
const isPlainName = (name: string): boolean =>
  name !== "" && name !== "." && name !== ".." && name.length <= 255 && !/[/\\:]|\p{Cc}/u.test(name);
