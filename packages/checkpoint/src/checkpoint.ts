import { InputError, readDocument } from "@zerolm/core";
import { openSafetensors } from "./safetensors/read.js";
import { openShards } from "./safetensors/shards.js";
import type { TensorSet } from "./safetensors/tensor.js";
import { type Folder, readText } from "./source/folder.js";

/** What a `config.json` holds. */
export type Config = Readonly<Record<string, unknown>>;

/** A trained model on disk or in a browser: its config and its tensors, none of them read yet. */
export interface Checkpoint extends TensorSet {
  readonly folder: Folder;
  readonly config: Config;
}

const single = "model.safetensors";
const index = `${single}.index.json`;

/**
 * Opens a checkpoint as Hugging Face lays it out: `config.json` beside `model.safetensors`, or beside
 * `model.safetensors.index.json` and the files that it lists. One file of another name is taken where it is the only one.
 *
 * @throws {InputError} where something is missing, or a header does not fit its file
 * @example
 * const checkpoint = await openCheckpoint(await pathFolder("models/tiny-llama"));
 */
export async function openCheckpoint(folder: Folder): Promise<Checkpoint> {
  refuseOtherFormats(folder);
  const config = await readConfig(folder, "config.json");
  return { ...(await openWeights(folder)), folder, config };
}

/** Weights that are not safetensors, by the ending of their files, and how they are converted. */
const otherFormats: readonly (readonly [format: string, files: RegExp, fix: string])[] = [
  ["GGUF", /\.gguf$/i, "Give the Hugging Face checkpoint that it was made from."],
  [
    "PyTorch",
    /\.(bin|pt|pth|ckpt)$/i,
    "Load it in transformers and write it with save_pretrained, which writes safetensors.",
  ],
  ["TensorFlow or Flax", /\.(h5|msgpack)$/i, "Convert it with save_pretrained of transformers."],
];

function refuseOtherFormats({ name, files }: Folder): void {
  if (files.some((file) => /\.safetensors(\.index\.json)?$/.test(file))) return;
  for (const [format, pattern, fix] of otherFormats) {
    const found = files.find((file) => pattern.test(file));
    if (found !== undefined)
      throw new InputError(
        `holds weights only as ${format} (${found}), but they must be safetensors. ${fix}`,
        {
          file: name,
        },
      );
  }
}

/** The value of a JSON file that must be a map. */
export async function readConfig(folder: Folder, file: string): Promise<Config> {
  if (!folder.files.includes(file))
    throw new InputError(`holds no ${file}. Give the whole checkpoint.`, { file: folder.name });
  const { value } = readDocument(await readText(folder, file), file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Config;
  throw new InputError("must be a map of keys", { file });
}

/** The tensors of a folder, whatever stands in its config. */
export async function openWeights(folder: Folder): Promise<TensorSet> {
  const weights = folder.files.filter((file) => file.endsWith(".safetensors") && !file.includes("/"));
  const indices = folder.files.filter((file) => file.endsWith(".safetensors.index.json"));
  const [onlyIndex] = indices;
  // A single file wins over an index, as in transformers.
  if (weights.includes(single)) return openSingle(folder, single);
  if (onlyIndex !== undefined && indices.length === 1)
    return openShards(await readText(folder, onlyIndex), onlyIndex, (file) => folder.open(file));
  const [onlyWeights] = weights;
  if (onlyWeights !== undefined && weights.length === 1) {
    refuseShard(onlyWeights, folder);
    return openSingle(folder, onlyWeights);
  }
  const found =
    weights.length === 0 ? "no .safetensors file" : `${weights.length} .safetensors files and no index`;
  throw new InputError(`holds ${found}, but there must be ${single}, or ${index} and its files`, {
    file: folder.name,
  });
}

/** The name of one file of several, as `save_pretrained` numbers them. */
const shardName = /-\d+-of-(\d+)\.safetensors$/;

function refuseShard(file: string, { name }: Folder): void {
  const count = Number(shardName.exec(file)?.[1] ?? 1);
  if (count <= 1) return;
  throw new InputError(
    `${file} is one of the ${count} files of a checkpoint. Give the folder with all of them and ${index}.`,
    { file: name },
  );
}

async function openSingle(folder: Folder, file: string): Promise<TensorSet> {
  const source = await folder.open(file);
  try {
    return await openSafetensors(source);
  } catch (error) {
    await source.close();
    throw error;
  }
}
