import { InputError } from "@zerolm/core";
import { type Checkpoint, type Config, openWeights, readConfig } from "../checkpoint.js";
import type { Tensor, TensorSet } from "../safetensors/tensor.js";
import type { Folder } from "../source/folder.js";
import { checkAdapterConfig } from "./adapter-config.js";
import { deltaOf } from "./delta.js";
import { mergedTensor } from "./merged-tensor.js";
import { type Patterned, patterned } from "./pattern.js";

/*
 * LoRA (Hu et al. 2021) as PEFT saves it: `adapter_config.json` with rank r and alpha, and for a base matrix W (out × in) two tensors
 * A (r × in) and B (out × r). Merged, W + (alpha / r)·B·A; with `use_rslora` alpha / √r.
 */

/**
 * A checkpoint whose weights are those of the base with an adapter in them. Merged when read; nothing is written. Closing it closes both.
 *
 * @param folder as PEFT saves it
 * @throws {InputError} where the folder holds no adapter, or one that does not fit the base or is not merged
 * @example
 * const checkpoint = await mergeLora(base, await pathFolder("adapters/kjv"));
 */
export async function mergeLora(base: Checkpoint, folder: Folder): Promise<Checkpoint> {
  refuseIncomplete(folder);
  const config = await readConfig(folder, "adapter_config.json");
  checkAdapterConfig(config);
  const adapter = await openWeights(folder);
  const close = async (): Promise<void> => {
    await adapter.close();
    await base.close();
  };
  try {
    const tensors = mergedTensors(base, adapter, config);
    const untied = tensors.has(output) && !base.tensors.has(output) && { tie_word_embeddings: false };
    return { ...base, config: { ...base.config, ...untied }, tensors, close };
  } catch (error) {
    await adapter.close();
    throw error;
  }
}

function refuseIncomplete({ name, files }: Folder): void {
  const missing = [
    ["adapter_config.json", files.includes("adapter_config.json")],
    ["adapter_model.safetensors", files.some((file) => file.endsWith(".safetensors"))],
  ].flatMap(([file, there]) => (there ? [] : [file]));
  if (missing.length === 0) return;
  throw new InputError(
    `holds no ${missing.join(" and no ")}. Give a folder written by save_pretrained of PEFT.`,
    { file: name },
  );
}

function mergedTensors(base: Checkpoint, adapter: TensorSet, config: Config): Map<string, Tensor> {
  const tensors = new Map(base.tensors);
  const how = adapterScale(config);
  for (const [module, pair] of pairsOf(adapter)) tensors.set(...merged(base, module, pair, how));
  for (const [name, tensor] of replaced(adapter)) {
    const own = isTiedOutput(base, name) ? name : baseName(base, name, tensor);
    requireShape(tensor, base.tensors.get(own));
    tensors.set(own, { ...tensor, name: own });
  }
  return tensors;
}

/** The projection to the vocabulary in decoders. */
const output = "lm_head.weight";

/** An adapter may bring a projection of its own for a base that uses its embedding again: the model is tied no longer. */
const isTiedOutput = ({ tensors }: Checkpoint, name: string): boolean =>
  name === output && !tensors.has(name);

function requireShape({ name, shape, source }: Tensor, replaced: Tensor | undefined): void {
  if (!replaced || String(shape) === String(replaced.shape)) return;
  throw new InputError(
    `has the shape [${shape.join(", ")}] and would replace one of [${replaced.shape.join(", ")}]. Is it an adapter of another model, or one with more tokens?`,
    { file: source.name, key: name },
  );
}

interface Pair {
  a?: Tensor;
  b?: Tensor;
}

const parts = /^(?:base_model\.model\.)?(.+)\.lora_(A|B|embedding_A|embedding_B)(?:\.default)?(?:\.weight)?$/;

function pairsOf({ tensors }: TensorSet): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const [name, tensor] of tensors) {
    const [, module, which = ""] = parts.exec(name) ?? [];
    if (module === undefined) continue;
    if (which.startsWith("embedding"))
      throw new InputError("adapts an embedding, which is not supported. Merge it with PEFT first.", {
        file: tensor.source.name,
        key: name,
      });
    const pair = pairs.get(module) ?? {};
    pairs.set(module, which === "A" ? { ...pair, a: tensor } : { ...pair, b: tensor });
  }
  if (pairs.size === 0)
    throw new InputError("holds no LoRA matrices. Is it an adapter of PEFT?", {
      file: "adapter_model.safetensors",
    });
  return pairs;
}

/** Whole tensors that an adapter brings: `modules_to_save`, and biases. */
function replaced({ tensors }: TensorSet): [string, Tensor][] {
  return [...tensors].flatMap(([name, tensor]): [string, Tensor][] =>
    parts.test(name)
      ? []
      : [
          [
            name
              .replace(/^base_model\.model\./, "")
              .replace(/\.modules_to_save(\.default)?/, "")
              .replace(".base_layer", ""),
            tensor,
          ],
        ],
  );
}

/** The name in the base; bare models have no prefix where the adapter's model had one. */
function baseName({ tensors, folder }: Checkpoint, name: string, { source }: Tensor): string {
  const bare = name.slice(name.indexOf(".") + 1);
  const found = [name, bare].find((one) => tensors.has(one));
  if (found !== undefined) return found;
  throw new InputError(
    `is in the adapter, but ${folder.name} has no such tensor. Is it an adapter of another model, or one with its own head?`,
    { file: source.name, key: name },
  );
}

/** How B·A of a module enters. */
interface AdapterScale {
  readonly transposed: boolean;
  readonly rankOf: (module: string) => number;
  readonly scaleOf: (module: string) => number;
}

function adapterScale(config: Config): AdapterScale {
  const [ranks, alphas]: [Patterned, Patterned] = [
    patterned(config.rank_pattern, "rank_pattern"),
    patterned(config.alpha_pattern, "alpha_pattern"),
  ];
  const { r = defaultRank, lora_alpha: alpha = defaultAlpha } = config;
  const rankOf = (module: string): number => ranks(module) ?? Number(r);
  const divisor = (rank: number): number => (config.use_rslora === true ? Math.sqrt(rank) : rank);
  return {
    transposed: config.fan_in_fan_out === true,
    rankOf,
    scaleOf: (module) => (alphas(module) ?? Number(alpha)) / divisor(rankOf(module)),
  };
}

/** Where the config does not say, as in PEFT. */
const [defaultRank, defaultAlpha] = [8, 8];

function merged(
  base: Checkpoint,
  module: string,
  { a, b }: Pair,
  { transposed, rankOf, scaleOf }: AdapterScale,
): [string, Tensor] {
  if (!a || !b)
    throw new InputError("has only one of lora_A and lora_B", {
      file: (a ?? b)?.source.name,
      key: module,
    });
  if (isTiedOutput(base, `${module}.weight`))
    throw new InputError(
      "adapts the projection to the vocabulary, which this base ties to the embedding. Merge it with PEFT first.",
      { file: a.source.name, key: module },
    );
  const name = baseName(base, `${module}.weight`, a);
  const weight = base.tensors.get(name) as Tensor;
  const [rows, cols] = transposed ? [...weight.shape].reverse() : weight.shape;
  const [rank, input] = a.shape;
  const fits = weight.shape.length === 2 && input === cols && b.shape[0] === rows && b.shape[1] === rank;
  if (!fits || rank === undefined)
    throw new InputError(
      `A [${a.shape.join(", ")}] and B [${b.shape.join(", ")}] do not fit the matrix [${weight.shape.join(", ")}]. Is it an adapter of another model?`,
      { file: a.source.name, key: module },
    );
  if (rank !== rankOf(module))
    throw new InputError(
      `has the rank ${rank}, but adapter_config.json requires ${rankOf(module)}. Do r and rank_pattern belong to these weights?`,
      { file: a.source.name, key: module },
    );
  const delta = () => deltaOf({ a, b, rank, scale: scaleOf(module), transposed });
  return [name, mergedTensor(weight, delta)];
}
