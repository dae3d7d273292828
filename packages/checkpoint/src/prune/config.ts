import {
  type Architecture,
  ffnMultOf,
  huggingFaceClass,
  huggingFaceFamilies,
  type Layer,
} from "@zerolm/core";
import type { Config } from "../checkpoint.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import { haveFfnMults, isLikeNemotron } from "./uniformity.js";

/** The config of a pruned checkpoint, and who can load it. */
export interface PrunedConfig {
  readonly config: Config;
  readonly loadedBy: string;
}

/** The keys that pruning changes; all others stay as they are. */
const sizeKeys = [
  "num_hidden_layers",
  "num_attention_heads",
  "num_key_value_heads",
  "head_dim",
  "intermediate_size",
  "block_configs",
] as const;

/**
 * Writes a smaller architecture into a config: with the family's own keys if all layers are equal, else with `block_configs`, in the name
 * of Nemotron-NAS (DeciLM) if its code computes the same.
 *
 * @param pruned what is left of the architecture that the config describes
 */
export function prunedConfig(
  { per_layer_config: _, ...config }: Config,
  mapped: MappedCheckpoint,
  pruned: Architecture,
): PrunedConfig {
  // Nemotron-NAS has block_configs whether layers differ or not.
  if (mapped.family !== "nemotron-nas" && areEqual(pruned.layers)) {
    const { block_configs: __, ...plain } = config;
    const written = huggingFaceFamilies[mapped.family].write(pruned);
    return {
      config: { ...plain, ...sizesOf(written, mapped), ...layerTypes(config, pruned) },
      loadedBy: "whatever loads this family, transformers and vLLM among it",
    };
  }
  const written: Config = huggingFaceFamilies["nemotron-nas"].write(pruned);
  const renamed = {
    model_type: "nemotron-nas",
    architectures: [huggingFaceClass(pruned, "nemotron-nas")],
    auto_map: config.auto_map ?? written.auto_map,
  };
  return {
    config: {
      ...config,
      ...(isLikeNemotron(mapped) ? renamed : {}),
      ...sizesOf(written, mapped),
      ...layerTypes(config, pruned),
    },
    loadedBy: loaders(mapped, pruned),
  };
}

/** Whether all layers are equal, and lack nothing. */
const areEqual = ([first, ...others]: readonly Layer[]): boolean =>
  first?.mixer !== undefined &&
  first.ffn !== undefined &&
  others.every((layer) => JSON.stringify(layer) === JSON.stringify(first));

/** The keys of a written config that pruning changes. The width of a head is said always: it no longer follows from their number. */
function sizesOf(written: Config, { architecture: { layers } }: MappedCheckpoint): Config {
  const [headDim] = layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer.headDim] : []));
  const sizes: Config = { ...written, head_dim: headDim };
  return Object.fromEntries(sizeKeys.flatMap((key) => (sizes[key] === undefined ? [] : [[key, sizes[key]]])));
}

/** `layer_types` if the config has them, or if only some layers slide, whose numbers changed: transformers wants one for each layer. */
function layerTypes(config: Config, { layers }: Architecture): Config {
  const windows = layers.map(({ mixer }) => (mixer?.kind === "attention" ? mixer.window : undefined));
  const sliding = windows.filter((window) => window !== undefined).length;
  if (!Array.isArray(config.layer_types) && (sliding === 0 || sliding === layers.length)) return {};
  return {
    layer_types: windows.map((window) => (window === undefined ? "full_attention" : "sliding_attention")),
  };
}

function loaders(mapped: MappedCheckpoint, { layers, hidden }: Architecture): string {
  const heads = new Set(layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer.heads] : [])));
  if (!isLikeNemotron(mapped))
    return "zerolm alone: no other program reads block_configs for this family; equal layers (--uniform) are loaded by whatever loads it";
  if (heads.size > 1)
    return "zerolm alone: Nemotron-NAS has one number of query heads for all layers; give them equal heads (--uniform heads)";
  if (layers[0]?.mixer === undefined)
    return "zerolm, and NVIDIA's remote code for transformers: vLLM's cannot begin with an FFN; keep the first attention, or equal layers (--uniform)";
  if (layers.some(({ ffn }) => ffn?.kind === "gated" && ffnMultOf(ffn.width, hidden) === undefined))
    return `zerolm, and vLLM if its DeciLM config knows intermediate_size; more load ${moreLoad(mapped)}`;
  return "vLLM with --trust-remote-code (DeciLMForCausalLM, NVIDIA's config code); by transformers alone only with equal layers (--uniform)";
}

const moreLoad = (mapped: MappedCheckpoint): string =>
  haveFfnMults(mapped)
    ? "FFN widths in multiples of 256 (--multiple-of 256), and equal layers (--uniform)"
    : "equal layers (--uniform)";
