import { dense } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { sameWindow } from "./windows.js";

/** Llama 1 to 3 (Touvron et al. 2023) and the many models of the same shape. */
export const llama = llamaLike({
  summary:
    "decoders with RMSNorm, rotary positions, grouped key/value heads, gated FFNs; `attention_bias`, `mlp_bias`, `head_dim`",
  prefix: "Llama",
  bias: "attention_bias",
  ffn: dense({ bias: true }),
  defaults: {
    vocab_size: 32000,
    hidden_size: 4096,
    intermediate_size: 11008,
    num_hidden_layers: 32,
    num_attention_heads: 32,
  },
  pruning: { unequalAs: "nemotron-nas" },
});

/** Mistral 7B (Jiang et al. 2023). */
export const mistral = llamaLike({
  summary: "the same as `llama` without biases; `sliding_window`",
  prefix: "Mistral",
  keyValueHeads: 8,
  bias: "none",
  windows: sameWindow(4096),
  pruning: { unequalAs: "nemotron-nas" },
});
