import type { Architecture } from "../../src/architecture/architecture.js";
import { readArchitecture } from "../../src/architecture/read.js";

/*
 * The sizes of published models, as their config.json on the Hugging Face hub gives them; keys that change no weight are
 * kept here and there to see that they are passed over.
 */

export * from "./configs-of-encoder-decoders.js";
export * from "./configs-of-experts-and-images.js";

/** The value of a config.json. */
export type Config = Readonly<Record<string, unknown>>;

export const bertBase: Config = {
  architectures: ["BertForMaskedLM"],
  attention_probs_dropout_prob: 0.1,
  hidden_act: "gelu",
  hidden_size: 768,
  initializer_range: 0.02,
  intermediate_size: 3072,
  max_position_embeddings: 512,
  model_type: "bert",
  num_attention_heads: 12,
  num_hidden_layers: 12,
  position_embedding_type: "absolute",
  type_vocab_size: 2,
  vocab_size: 30522,
};

export const bertLarge: Config = {
  ...bertBase,
  hidden_size: 1024,
  intermediate_size: 4096,
  num_attention_heads: 16,
  num_hidden_layers: 24,
};

export const robertaBase: Config = {
  ...bertBase,
  architectures: ["RobertaForMaskedLM"],
  model_type: "roberta",
  max_position_embeddings: 514,
  type_vocab_size: 1,
  vocab_size: 50265,
};

export const electraSmall: Config = {
  ...bertBase,
  architectures: ["ElectraForPreTraining"],
  model_type: "electra",
  embedding_size: 128,
  hidden_size: 256,
  intermediate_size: 1024,
  num_attention_heads: 4,
};

export const gpt2Small: Config = {
  architectures: ["GPT2LMHeadModel"],
  model_type: "gpt2",
  n_ctx: 1024,
  n_embd: 768,
  n_head: 12,
  n_inner: null,
  n_layer: 12,
  n_positions: 1024,
  vocab_size: 50257,
};

export const gpt2Medium: Config = { ...gpt2Small, n_embd: 1024, n_head: 16, n_layer: 24 };

export const llama2: Config = {
  _name_or_path: "meta-llama/Llama-2-7b-hf",
  architectures: ["LlamaForCausalLM"],
  hidden_size: 4096,
  initializer_range: 0.02,
  intermediate_size: 11008,
  max_position_embeddings: 4096,
  model_type: "llama",
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 32,
  pretraining_tp: 1,
  rms_norm_eps: 1e-5,
  rope_scaling: null,
  tie_word_embeddings: false,
  vocab_size: 32000,
};

export const llama3: Config = {
  ...llama2,
  intermediate_size: 14336,
  num_key_value_heads: 8,
  vocab_size: 128256,
};

export const tinyLlama: Config = {
  ...llama2,
  hidden_size: 2048,
  intermediate_size: 5632,
  num_hidden_layers: 22,
  num_key_value_heads: 4,
};

export const mistral7b: Config = {
  ...llama2,
  architectures: ["MistralForCausalLM"],
  model_type: "mistral",
  intermediate_size: 14336,
  num_key_value_heads: 8,
  sliding_window: 4096,
};

export const qwen2Half: Config = {
  ...llama2,
  architectures: ["Qwen2ForCausalLM"],
  model_type: "qwen2",
  hidden_size: 896,
  intermediate_size: 4864,
  num_attention_heads: 14,
  num_hidden_layers: 24,
  num_key_value_heads: 2,
  tie_word_embeddings: true,
  use_sliding_window: false,
  vocab_size: 151936,
};

export const qwen2Seven: Config = {
  ...qwen2Half,
  hidden_size: 3584,
  intermediate_size: 18944,
  num_attention_heads: 28,
  num_hidden_layers: 28,
  num_key_value_heads: 4,
  tie_word_embeddings: false,
  vocab_size: 152064,
};

export const qwen3Small: Config = {
  ...llama2,
  architectures: ["Qwen3ForCausalLM"],
  model_type: "qwen3",
  attention_bias: false,
  head_dim: 128,
  hidden_size: 1024,
  intermediate_size: 3072,
  num_attention_heads: 16,
  num_hidden_layers: 28,
  num_key_value_heads: 8,
  tie_word_embeddings: true,
  vocab_size: 151936,
};

export const qwen3Eight: Config = {
  ...qwen3Small,
  hidden_size: 4096,
  intermediate_size: 12288,
  num_attention_heads: 32,
  num_hidden_layers: 36,
  tie_word_embeddings: false,
};

/** Gemma's files say nothing of tying: it is the default there. */
export const gemma2b: Config = {
  architectures: ["GemmaForCausalLM"],
  model_type: "gemma",
  head_dim: 256,
  hidden_act: "gelu",
  hidden_size: 2048,
  intermediate_size: 16384,
  num_attention_heads: 8,
  num_hidden_layers: 18,
  num_key_value_heads: 1,
  vocab_size: 256000,
};

export const gemma7b: Config = {
  ...gemma2b,
  hidden_size: 3072,
  intermediate_size: 24576,
  num_attention_heads: 16,
  num_hidden_layers: 28,
  num_key_value_heads: 16,
};

/** A config without some of its keys. */
export function without(config: Config, ...keys: readonly string[]): Config {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}

/** A config with other classes. */
export const as = (config: Config, ...architectures: readonly string[]): Config => ({
  ...config,
  architectures,
});

/** The text of a config as transformers writes it: a key a line. */
export const text = (config: Config): string => JSON.stringify(config, undefined, 2);

/** The architecture of a config, through its text. */
export const read = (config: Config): Architecture => readArchitecture(text(config), "config.json");
