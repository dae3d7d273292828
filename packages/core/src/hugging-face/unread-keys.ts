import type { Family, Values } from "./family.js";

/** Keys that change weights in some family: one that does not read them cannot count what they ask for. */
const structural = [
  "num_experts",
  "num_local_experts",
  "n_routed_experts",
  "n_shared_experts",
  "moe_intermediate_size",
  "shared_expert_intermediate_size",
  "first_k_dense_replace",
  "q_lora_rank",
  "kv_lora_rank",
  "qk_rope_head_dim",
  "head_dim",
  "attention_bias",
  "qkv_bias",
  "use_qkv_bias",
  "mlp_bias",
  "use_qk_norm",
  "qk_layernorm",
  "num_kv_heads",
  "embedding_size",
  "word_embed_proj_dim",
  "add_cross_attention",
  "cross_attention_layers",
  "conv_L_cache",
  "conv_kernel_size",
  "mamba_d_state",
  "ssm_state_size",
  "linear_num_value_heads",
  "hidden_size_per_layer_input",
  "num_kv_shared_layers",
  "num_nextn_predict_layers",
  "num_hidden_groups",
  "share_layers",
  "relative_attention",
  "vision_config",
  "audio_config",
  "block_configs",
  "per_layer_config",
] as const;

/** Values that ask for nothing. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0);

/** What families were seen to read. What they do not read may depend on other keys. */
const known = new WeakMap<Family, Set<string>>();

/**
 * The keys of a config that change weights in some family and that this one does not read.
 *
 * @example
 * unreadKeys({ model_type: "llama", num_experts: 8, … }, llama); // ["num_experts"]
 */
export const unreadKeys = (config: Values, family: Family): readonly string[] =>
  structural.filter(
    (key) =>
      key in config &&
      !isNothing(config[key]) &&
      !(key === "head_dim" && isUsualHead(config)) &&
      !reads(family, key, config),
  );

/** Whether heads are as wide together as hidden, so that `head_dim` says nothing new. */
const isUsualHead = ({ head_dim: width, hidden_size: hidden, num_attention_heads: heads }: Values): boolean =>
  typeof width === "number" && typeof heads === "number" && width * heads === hidden;

/** Whether a family looks at a key: it complains of a value that no key can have. */
function reads(family: Family, key: string, config: Values): boolean {
  const ofFamily = known.get(family) ?? new Set<string>();
  known.set(family, ofFamily);
  if (ofFamily.has(key)) return true;
  const told = family.read({ ...config, [key]: /never/ }).problems !== undefined;
  if (told) ofFamily.add(key);
  return told;
}
