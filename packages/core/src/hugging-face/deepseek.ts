import type { Layer } from "../architecture/architecture.js";
import { expertEntries } from "../architecture/ffn/mixture.js";
import { maximumExpertEntries, maximumExperts } from "../architecture/size.js";
import { ffnsOf, ffnWidth, mixersOf } from "./commonest.js";
import { configFamily, type Sizes } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import { type Family, inRuns, type LayerInput, type Values } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";
import { expertsStay } from "./mixtral.js";

/** `q_lora_rank`: null for none; what transformers takes if the key is absent. */
const queryRankOf = (keys: ConfigKeys, usual: number | undefined): number | undefined =>
  keys.config.q_lora_rank === null ? undefined : keys.sizeOr("q_lora_rank", "width", usual);

/** Latent attention. */
export function latentOf(
  keys: ConfigKeys,
  { heads }: Sizes,
  usualQueryRank: number | undefined,
): LayerInput["mixer"] {
  const queryRank = queryRankOf(keys, usualQueryRank);
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
    keys.refuse("n_routed_experts", `makes ${entries} weights, above the maximum of ${maximumExpertEntries}`);
  return mixture;
}

/** The FFN of every layer: dense in the first `first_k_dense_replace`, then a mixture. */
export function someMixtures(
  keys: ConfigKeys,
  { depth, hidden }: Sizes,
  usual: number,
): readonly LayerInput["ffn"][] {
  const first = Math.min(depth, keys.countOr("first_k_dense_replace", 1024, usual));
  keys.refuseUnlessNothing("mlp_bias", "gives FFNs and shared experts biases, which is not read here");
  if (keys.sizeOr("moe_layer_freq", "depth", 1) !== 1)
    keys.refuse("moe_layer_freq", "must be 1: a mixture in every layer from first_k_dense_replace on");
  const dense = { kind: "gated", width: keys.size("intermediate_size", "width") } as const;
  const mixture = first < depth ? mixtureOf(keys, hidden) : undefined;
  return Array.from({ length: depth }, (_, layer) => (layer < first ? dense : mixture));
}

/** The keys of latent attention. */
export const latentValues = (layers: readonly Layer[]): Values => {
  const [latent] = mixersOf(layers, "latent");
  if (!latent) return {};
  return {
    num_attention_heads: latent.heads,
    q_lora_rank: latent.queryRank ?? null,
    kv_lora_rank: latent.keyValueRank,
    qk_nope_head_dim: latent.keyDim,
    qk_rope_head_dim: latent.rotaryDim,
    v_head_dim: latent.valueDim,
    attention_bias: latent.bias ?? false,
  };
};

/** The keys of dense FFNs and the mixtures after them. */
export const someMixturesValues = (layers: readonly Layer[]): Values => {
  const mixture = ffnsOf(layers).find((ffn) => ffn.kind === "mixture");
  const dense = ffnsOf(layers).find((ffn) => ffn.kind !== "mixture");
  const first = layers.findIndex(({ ffn }) => ffn?.kind === "mixture");
  return {
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
    body(keys, sizes) {
      const mixer = latentOf(keys, sizes, 1536);
      const ffns = someMixtures(keys, sizes, denseLayers);
      return {
        kind: "decoder",
        embedding: { vocabulary: sizes.vocabulary },
        norm: "rms",
        finalNorm: true,
        layers: inRuns(ffns, (ffn) => ({ mixer, ffn })),
      };
    },
    flags: ({ architecture: { layers } }) => ({ ...latentValues(layers), ...someMixturesValues(layers) }),
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
