import type { Config } from "./configs.js";

export const phi3Mini: Config = {
  architectures: ["Phi3ForCausalLM"],
  attention_bias: false,
  hidden_size: 3072,
  intermediate_size: 8192,
  model_type: "phi3",
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 32,
  pad_token_id: 32000,
  tie_word_embeddings: false,
  vocab_size: 32064,
};

export const phi4: Config = {
  ...phi3Mini,
  hidden_size: 5120,
  intermediate_size: 17920,
  num_attention_heads: 40,
  num_hidden_layers: 40,
  num_key_value_heads: 10,
  vocab_size: 100352,
};

export const mixtral8x7b: Config = {
  architectures: ["MixtralForCausalLM"],
  hidden_size: 4096,
  initializer_range: 0.02,
  intermediate_size: 14336,
  model_type: "mixtral",
  num_attention_heads: 32,
  num_experts_per_tok: 2,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  num_local_experts: 8,
  router_aux_loss_coef: 0.02,
  sliding_window: null,
  tie_word_embeddings: false,
  vocab_size: 32000,
};

export const qwen3Thirty: Config = {
  architectures: ["Qwen3MoeForCausalLM"],
  attention_bias: false,
  decoder_sparse_step: 1,
  head_dim: 128,
  hidden_size: 2048,
  intermediate_size: 6144,
  mlp_only_layers: [],
  model_type: "qwen3_moe",
  moe_intermediate_size: 768,
  num_attention_heads: 32,
  num_experts: 128,
  num_experts_per_tok: 8,
  num_hidden_layers: 48,
  num_key_value_heads: 4,
  tie_word_embeddings: false,
  vocab_size: 151936,
};

export const qwen3TwoHundred: Config = {
  ...qwen3Thirty,
  hidden_size: 4096,
  intermediate_size: 12288,
  moe_intermediate_size: 1536,
  num_attention_heads: 64,
  num_hidden_layers: 94,
};

export const vitBase: Config = {
  architectures: ["ViTForImageClassification"],
  hidden_size: 768,
  image_size: 224,
  intermediate_size: 3072,
  model_type: "vit",
  num_attention_heads: 12,
  num_channels: 3,
  num_hidden_layers: 12,
  num_labels: 1000,
  patch_size: 16,
  qkv_bias: true,
};

export const vitSmall: Config = {
  ...vitBase,
  hidden_size: 384,
  intermediate_size: 1536,
  num_attention_heads: 6,
};

export const vitLarge: Config = {
  ...vitBase,
  hidden_size: 1024,
  intermediate_size: 4096,
  num_attention_heads: 16,
  num_hidden_layers: 24,
};

/** DeiT-tiny without distillation. */
export const deitTiny: Config = {
  ...vitBase,
  hidden_size: 192,
  intermediate_size: 768,
  num_attention_heads: 3,
};
