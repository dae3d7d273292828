import { expertEntries } from "../architecture/ffn/mixture.js";
import { maximumExpertEntries, maximumExperts } from "../architecture/size.js";
import { ffnsOf, ffnWidth } from "./commonest.js";
import { configFamily, type Sizes } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { Family, LayerInput, Values } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";
import { expertsStay } from "./mixtral.js";

/** `q_lora_rank`: null for none; what transformers takes if the key is absent. */
const queryRankOf = (keys: ConfigKeys): number | undefined =>
  keys.config.q_lora_rank === null ? undefined : keys.sizeOr("q_lora_rank", "width", 1536);

function mixerOf(keys: ConfigKeys, { heads }: Sizes): LayerInput["mixer"] {
  const queryRank = queryRankOf(keys);
  const mixer = {
    kind: "latent",
    heads,
    ...(queryRank === undefined ? {} : { queryRank }),
    keyValueRank: keys.sizeOr("kv_lora_rank", "width", 512),
    keyDim: keys.sizeOr("qk_nope_head_dim", "hidden", 128),
    rotaryDim: keys.sizeOr("qk_rope_head_dim", "hidden", 64),
    valueDim: keys.sizeOr("v_head_dim", "hidden", 128),
    ...(keys.flag("attention_bias", false) ? { bias: true as const } : {}),
  } as const;
  keys.narrow("qk_nope_head_dim", heads * (mixer.keyDim + mixer.rotaryDim));
  keys.narrow("v_head_dim", heads * mixer.valueDim);
  return mixer;
}

function mixtureOf(keys: ConfigKeys, hidden: number): NonNullable<LayerInput["ffn"]> {
  const experts = keys.size("n_routed_experts", maximumExperts);
  const active = keys.size("num_experts_per_tok", maximumExperts);
  if (active > experts && keys.problems.length === 0)
    keys.refuse("num_experts_per_tok", `is ${active}, more than n_routed_experts ${experts}`);
  const mixture = {
    kind: "mixture",
    experts,
    active,
    width: keys.size("moe_intermediate_size", "width"),
    shared: keys.countOr("n_shared_experts", maximumExperts, 0),
    gated: true,
  } as const;
  const entries = expertEntries(mixture, hidden);
  if (entries > maximumExpertEntries)
    keys.refuse("n_routed_experts", `makes ${entries} weights; at most ${maximumExpertEntries} are allowed`);
  return mixture;
}

function layersOf(keys: ConfigKeys, sizes: Sizes, usual: number): LayerInput[] {
  const mixer = mixerOf(keys, sizes);
  const first = Math.min(sizes.depth, keys.countOr("first_k_dense_replace", 1024, usual));
  keys.refuseUnlessNothing("mlp_bias", "gives FFNs and shared experts biases, which is not read here");
  if (keys.sizeOr("moe_layer_freq", "depth", 1) !== 1)
    keys.refuse("moe_layer_freq", "must be 1: a mixture in every layer from first_k_dense_replace on");
  const dense = { kind: "gated", width: keys.size("intermediate_size", "width") } as const;
  const many = sizes.depth - first;
  return [
    ...(first > 0 ? [{ repeat: first, mixer, ffn: dense }] : []),
    ...(many > 0 ? [{ repeat: many, mixer, ffn: mixtureOf(keys, sizes.hidden) }] : []),
  ];
}

const flags = ({ architecture: { layers } }: Facts): Values => {
  const latent = layers.flatMap(({ mixer }) => (mixer?.kind === "latent" ? [mixer] : []))[0];
  const mixture = ffnsOf(layers).find((ffn) => ffn.kind === "mixture");
  const dense = ffnsOf(layers).find((ffn) => ffn.kind !== "mixture");
  const first = layers.findIndex(({ ffn }) => ffn?.kind === "mixture");
  return {
    ...(latent && {
      num_attention_heads: latent.heads,
      q_lora_rank: latent.queryRank ?? null,
      kv_lora_rank: latent.keyValueRank,
      qk_nope_head_dim: latent.keyDim,
      qk_rope_head_dim: latent.rotaryDim,
      v_head_dim: latent.valueDim,
      attention_bias: latent.bias ?? false,
    }),
    intermediate_size: dense ? ffnWidth(dense) : 1,
    first_k_dense_replace: first === -1 ? layers.length : first,
    ...(mixture && {
      n_routed_experts: mixture.experts,
      n_shared_experts: mixture.shared,
      num_experts_per_tok: mixture.active,
      moe_intermediate_size: mixture.width,
    }),
  };
};

const deepseek = (prefix: string, summary: string, denseLayers: number): Family =>
  configFamily({
    summary,
    heads: languageModelHeads(prefix, ["sequence"]),
    defaultClass: `${prefix}ForCausalLM`,
    body: (keys, sizes) => ({
      kind: "decoder",
      embedding: { vocabulary: sizes.vocabulary },
      norm: "rms",
      finalNorm: true,
      layers: layersOf(keys, sizes, denseLayers),
    }),
    flags,
    pruning: expertsStay,
  });

/** DeepSeek-V2 (2024): latent attention and mixtures. Source: transformers 5.18, `models/deepseek_v2/modeling_deepseek_v2.py`. */
export const deepseekV2 = deepseek(
  "DeepseekV2",
  "decoders with latent attention and mixtures of experts with shared ones; `q_lora_rank`, `first_k_dense_replace`",
  0,
);

/**
 * DeepSeek-V3 and Kimi K2 (2024, 2025). Layers that predict further tokens are no part of the model of transformers. Source: transformers 5.18,
 * `models/deepseek_v3/modeling_deepseek_v3.py`.
 */
export const deepseekV3 = deepseek("DeepseekV3", "the same as `deepseek_v2`", 3);
