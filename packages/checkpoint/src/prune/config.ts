import type { Config } from "../checkpoint.js";
import type { MappedCheckpoint } from "../family/map.js";
import type { PrunePlan } from "./plan.js";

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
 * Writes what was kept into a config: the family's own keys where all layers are alike, else `block_configs` as Nemotron-NAS (DeciLM) has
 * them. A layer of which nothing is left goes where the others are alike.
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
  const alike =
    whole &&
    left.every((layer) => layer.keyValueHeads === first.keyValueHeads && layer.ffnWidth === first.ffnWidth);
  // Nemotron-NAS has block_configs whether layers differ or not.
  if (!alike || mapped.family === "nemotron-nas") return perLayer(config, mapped, layers);
  const { block_configs: _, ...rest } = config;
  const group = groupOf(mapped);
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

/** Query heads that share a key/value head. */
function groupOf({ sizes }: MappedCheckpoint): number {
  const layer = sizes.layers.find(({ heads }) => heads > 0);
  return layer ? layer.heads / layer.keyValueHeads : 1;
}

/** What DeciLM is: Llama's tensors without biases. */
const likeDeciLm: readonly string[] = ["llama", "mistral", "nemotron-nas"];

function perLayer(config: Config, mapped: MappedCheckpoint, layers: readonly PrunedLayer[]): PrunedConfig {
  const group = groupOf(mapped);
  const headNumbers = new Set(
    layers.filter(({ keyValueHeads }) => keyValueHeads > 0).map(({ keyValueHeads }) => keyValueHeads),
  );
  const most = Math.max(1, ...headNumbers);
  const named = likeDeciLm.includes(mapped.family);
  const changed = {
    ...config,
    ...(named ? { model_type: "nemotron-nas", architectures: ["DeciLMForCausalLM"] } : {}),
    num_attention_heads: most * group,
    num_key_value_heads: most,
    head_dim: headDimOf(mapped),
    intermediate_size: Math.max(1, ...layers.map(({ ffnWidth }) => ffnWidth)),
    block_configs: layers.map((layer) => blockConfig(layer, group, most, mapped.sizes.hidden)),
  };
  return { config: changed, layers, loadedBy: loaders(named, headNumbers.size <= 1) };
}

function loaders(named: boolean, sameHeads: boolean): string {
  if (!named)
    return "zerolm alone: no other program reads block_configs for this family; prune with uniform layers";
  if (!sameHeads)
    return "zerolm alone: Nemotron-NAS has one number of query heads for all layers; prune with uniform heads";
  return "vLLM (DeciLMForCausalLM), and transformers with NVIDIA's remote code where every FFN width is a multiple of 256";
}

/** Nemotron-NAS gives the width as a factor, which stands for multiples of 256 alone; vLLM also takes `intermediate_size`. */
function blockConfig(
  { keyValueHeads, ffnWidth }: PrunedLayer,
  group: number,
  most: number,
  hidden: number,
): object {
  const factor = (3 * ffnWidth) / (2 * hidden);
  const exact = Math.ceil(Math.floor((2 * factor * hidden) / 3) / 256) * 256 === ffnWidth;
  const heads = keyValueHeads === most ? {} : { num_attention_heads: keyValueHeads * group };
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
      ...(ffnWidth === 0
        ? { ffn_mult: null }
        : exact
          ? { ffn_mult: factor }
          : { intermediate_size: ffnWidth }),
    },
  };
}
