import type { Config } from "./configs.js";

export const distilbertBase: Config = {
  activation: "gelu",
  architectures: ["DistilBertForMaskedLM"],
  dim: 768,
  hidden_dim: 3072,
  initializer_range: 0.02,
  max_position_embeddings: 512,
  model_type: "distilbert",
  n_heads: 12,
  n_layers: 6,
  sinusoidal_pos_embds: false,
  tie_weights_: true,
  vocab_size: 30522,
};

export const t5Small: Config = {
  architectures: ["T5ForConditionalGeneration"],
  d_ff: 2048,
  d_kv: 64,
  d_model: 512,
  initializer_factor: 1.0,
  is_encoder_decoder: true,
  layer_norm_epsilon: 1e-6,
  model_type: "t5",
  num_heads: 8,
  num_layers: 6,
  relative_attention_num_buckets: 32,
  vocab_size: 32128,
};

export const t5Base: Config = { ...t5Small, d_ff: 3072, d_model: 768, num_heads: 12, num_layers: 12 };

/** Heads that are not hidden / heads wide together. */
export const t5Eleven: Config = {
  ...t5Small,
  d_ff: 65_536,
  d_kv: 128,
  d_model: 1024,
  num_heads: 128,
  num_layers: 24,
};

/** Version 1.1: gated, and with a projection of its own. */
export const flanT5Small: Config = {
  ...t5Small,
  d_ff: 1024,
  d_kv: 64,
  feed_forward_proj: "gated-gelu",
  num_decoder_layers: 8,
  num_heads: 6,
  num_layers: 8,
  tie_word_embeddings: false,
};

export const flanT5Base: Config = {
  ...flanT5Small,
  d_ff: 2048,
  d_model: 768,
  num_decoder_layers: 12,
  num_heads: 12,
  num_layers: 12,
};
