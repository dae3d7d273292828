import { InputError } from "@zerolm/core";
import { type Checkpoint, type Config, openWeights, readConfig } from "../checkpoint.js";
import type { Tensor, TensorSet } from "../safetensors/tensor.js";
import type { Folder } from "../source/folder.js";
import { deltaOf } from "./delta.js";
import { mergedSource } from "./merged-source.js";

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
  refuseUnknownKinds(config);
  const adapter = await openWeights(folder);
  const close = async (): Promise<void> => {
    await adapter.close();
    await base.close();
  };
  try {
    return { ...base, tensors: mergedTensors(base, adapter, config), close };
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
    `holds no ${missing.join(" and no ")}; give a folder as save_pretrained of PEFT writes it`,
    { file: name },
  );
}

function mergedTensors(base: Checkpoint, adapter: TensorSet, config: Config): Map<string, Tensor> {
  const tensors = new Map(base.tensors);
  for (const [name, pair] of pairsOf(adapter)) tensors.set(...merged(base, name, pair, config));
  for (const [name, tensor] of replaced(adapter)) tensors.set(baseName(base, name, tensor), tensor);
  return tensors;
}

/** What changes the formula, and would give wrong weights in silence. */
function refuseUnknownKinds(config: Config): void {
  const file = "adapter_config.json";
  if (config.peft_type !== undefined && config.peft_type !== "LORA")
    throw new InputError(`is ${JSON.stringify(config.peft_type)}; only LORA is merged`, {
      file,
      key: "peft_type",
    });
  if (config.use_dora === true)
    throw new InputError("asks for DoRA, which is not merged; merge it with PEFT first", {
      file,
      key: "use_dora",
    });
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
      throw new InputError("adapts an embedding, which is not merged; merge it with PEFT first", {
        file: tensor.source.name,
        key: name,
      });
    const pair = pairs.get(module) ?? {};
    pairs.set(module, which === "A" ? { ...pair, a: tensor } : { ...pair, b: tensor });
  }
  if (pairs.size === 0)
    throw new InputError("holds no LoRA matrices; is it an adapter of PEFT?", {
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
  throw new InputError(`is adapted, and ${folder.name} has no such tensor; an adapter of another model?`, {
    file: source.name,
    key: name,
  });
}

function merged(base: Checkpoint, module: string, { a, b }: Pair, config: Config): [string, Tensor] {
  if (!a || !b)
    throw new InputError("has only one of lora_A and lora_B", {
      file: (a ?? b)?.source.name,
      key: module,
    });
  const name = baseName(base, `${module}.weight`, a);
  const weight = base.tensors.get(name) as Tensor;
  const transposed = config.fan_in_fan_out === true;
  const [rows, cols] = transposed ? [...weight.shape].reverse() : weight.shape;
  const [rank, input] = a.shape;
  const fits = weight.shape.length === 2 && input === cols && b.shape[0] === rows && b.shape[1] === rank;
  if (!fits || rank === undefined)
    throw new InputError(
      `A [${a.shape.join(", ")}] and B [${b.shape.join(", ")}] do not fit the matrix [${weight.shape.join(", ")}]; an adapter of another model?`,
      { file: a.source.name, key: module },
    );
  const scale = scaleOf(config, module, rank);
  const delta = () => deltaOf({ a, b, rank, scale, transposed });
  return [name, { ...weight, start: 0, end: weight.end - weight.start, source: mergedSource(weight, delta) }];
}

function scaleOf(config: Config, module: string, rank: number): number {
  const alpha = patterned(config.alpha_pattern, module) ?? config.lora_alpha ?? 8;
  if (typeof alpha !== "number" || !Number.isFinite(alpha))
    throw new InputError("must be a number", { file: "adapter_config.json", key: "lora_alpha" });
  return alpha / (config.use_rslora === true ? Math.sqrt(rank) : rank);
}

/** `alpha_pattern` has the ends of module names as keys. */
function patterned(pattern: unknown, module: string): unknown {
  if (typeof pattern !== "object" || pattern === null) return undefined;
  const entry = Object.entries(pattern).find(([key]) => module === key || module.endsWith(`.${key}`));
  return entry?.[1];
}
