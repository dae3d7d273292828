import type { Config } from "../checkpoint.js";
import type { MappedCheckpoint } from "../family/map.js";
import type { PrunePlan } from "./plan.js";
import { ffnMultOf, hasBlockConfigs, multipleOfFfnMult } from "./uniformity.js";

/** What a layer has after pruning; 0 where a sub-module is gone. */
export interface PrunedLayer {
  /** Its number before. */
  readonly from: number;
  readonly keyValueHeads: number;
  readonly ffnWidth: number;
}

/** The config of a pruned checkpoint, its layers, and who can load it. */
export interface PrunedConfig {
  readonly config: Config;
  readonly layers: readonly PrunedLayer[];
  readonly loadedBy: string;
}

/**
 * Writes what was kept into a config: the family's own keys where all layers are equal, else `block_configs` as Nemotron-NAS (DeciLM) has
 * them. A layer of which nothing is left goes where the others are equal.
 */
export function prunedConfig(
  { config }: { readonly config: Config },
  mapped: MappedCheckpoint,
  plan: PrunePlan,
): PrunedConfig {
  const layers = mapped.sizes.layers.map((_, from): PrunedLayer => {
    const kept = (subModule: string): number =>
      plan.parts.find((part) => part.layer === from && part.subModule === subModule)?.units.length ?? 0;
    return { from, keyValueHeads: kept("attention"), ffnWidth: kept("ffn") };
  });
  const left = layers.filter(({ keyValueHeads, ffnWidth }) => keyValueHeads + ffnWidth > 0);
  const [first] = left;
  const whole = first !== undefined && first.keyValueHeads > 0 && first.ffnWidth > 0;
  const equal =
    whole &&
    left.every((layer) => layer.keyValueHeads === first.keyValueHeads && layer.ffnWidth === first.ffnWidth);
  // Nemotron-NAS has block_configs whether layers differ or not.
  if (!equal || mapped.family === "nemotron-nas") return perLayer(config, mapped, layers);
  const { block_configs: _, ...rest } = config;
  const group = groupOf(mapped, first.from);
  const changed = {
    ...rest,
    num_hidden_layers: left.length,
    num_attention_heads: first.keyValueHeads * group,
    num_key_value_heads: first.keyValueHeads,
    head_dim: headDimOf(mapped),
    intermediate_size: first.ffnWidth,
  };
  return {
    config: changed,
    layers: left,
    loadedBy: "whatever loads this family, transformers and vLLM among it",
  };
}

const headDimOf = ({ sizes }: MappedCheckpoint): number => sizes.layers[0]?.headDim as number;

/** Query heads that share a key/value head in a layer. */
function groupOf({ sizes }: MappedCheckpoint, index: number): number {
  const layer = sizes.layers[index];
  return layer && layer.heads > 0 ? layer.heads / layer.keyValueHeads : 1;
}

function perLayer(config: Config, mapped: MappedCheckpoint, layers: readonly PrunedLayer[]): PrunedConfig {
  const heads = layers.map((layer) => layer.keyValueHeads * groupOf(mapped, layer.from));
  const most = Math.max(1, ...heads);
  const blocks = layers.map((layer) => blockConfig(layer, groupOf(mapped, layer.from), most, mapped));
  const changed = {
    ...config,
    ...(hasBlockConfigs(mapped) ? deciLm(config) : {}),
    num_attention_heads: most,
    num_key_value_heads: Math.max(1, ...layers.map(({ keyValueHeads }) => keyValueHeads)),
    head_dim: headDimOf(mapped),
    intermediate_size: Math.max(1, ...layers.map(({ ffnWidth }) => ffnWidth)),
    block_configs: blocks,
  };
  return { config: changed, layers, loadedBy: loaders(mapped, layers) };
}

/** The code that reads `block_configs` is NVIDIA's, and part of its models: transformers and vLLM fetch it from there. */
function deciLm({ auto_map: ownCode }: Config): Config {
  const code = "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5--";
  return {
    model_type: "nemotron-nas",
    architectures: ["DeciLMForCausalLM"],
    auto_map: ownCode ?? {
      AutoConfig: `${code}configuration_decilm.DeciLMConfig`,
      AutoModelForCausalLM: `${code}modeling_decilm.DeciLMForCausalLM`,
    },
  };
}

function loaders(mapped: MappedCheckpoint, layers: readonly PrunedLayer[]): string {
  const heads = new Set(
    layers
      .map(({ keyValueHeads, from }) => keyValueHeads * groupOf(mapped, from))
      .filter((count) => count > 0),
  );
  const [first] = layers.filter(({ keyValueHeads, ffnWidth }) => keyValueHeads + ffnWidth > 0);
  if (!hasBlockConfigs(mapped))
    return "zerolm alone: no other program reads block_configs for this family; equal layers (--uniform) are loaded by whatever loads it";
  if (heads.size > 1)
    return "zerolm alone: Nemotron-NAS has one number of query heads for all layers; give them equal heads (--uniform heads)";
  if (first?.keyValueHeads === 0)
    return "zerolm, and NVIDIA's remote code for transformers: vLLM's cannot begin with an FFN; keep the first attention, or equal layers (--uniform)";
  if (layers.some(({ ffnWidth }) => ffnWidth > 0 && ffnMultOf(ffnWidth, mapped.sizes.hidden) === undefined))
    return `zerolm, and vLLM where its DeciLM config knows intermediate_size; more load ${moreLoad(mapped)}`;
  return "vLLM with --trust-remote-code (DeciLMForCausalLM, NVIDIA's config code); by transformers alone only with equal layers (--uniform)";
}

const moreLoad = ({ sizes }: MappedCheckpoint): string =>
  sizes.layers.every(({ ffnWidth }) => ffnWidth % multipleOfFfnMult === 0)
    ? "FFN widths in multiples of 256 (--multiple-of 256), and equal layers (--uniform)"
    : "equal layers (--uniform)";

/** Nemotron-NAS gives the width as a factor, which stands for multiples of 256 alone; vLLM also takes `intermediate_size`. */
function blockConfig(
  { keyValueHeads, ffnWidth }: PrunedLayer,
  group: number,
  most: number,
  { sizes }: MappedCheckpoint,
): object {
  const queryHeads = keyValueHeads * group;
  const heads = queryHeads === most ? {} : { num_attention_heads: queryHeads };
  const mult = ffnWidth === 0 ? null : ffnMultOf(ffnWidth, sizes.hidden);
  return {
    attention: {
      no_op: keyValueHeads === 0,
      replace_with_linear: false,
      n_heads_in_group: keyValueHeads === 0 ? null : group,
      ...(keyValueHeads === 0 ? {} : heads),
    },
    ffn: {
      no_op: ffnWidth === 0,
      replace_with_linear: false,
      ...(mult === undefined ? { intermediate_size: ffnWidth } : { ffn_mult: mult }),
    },
  };
}
