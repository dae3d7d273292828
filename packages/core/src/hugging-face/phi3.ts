import { dense } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { sameWindow } from "./windows.js";

/**
 * Phi-3 and Phi-4 (Abdin et al. 2024): query, key and value in one matrix, gate and up in another. Its padding token is beyond small
 * vocabularies, which PyTorch refuses, so that none is written.
 */
export const phi3 = llamaLike({
  summary: "the same as `llama` without biases; fused query, key and value, fused gate and up",
  prefix: "Phi3",
  bias: "none",
  attention: {
    norm: "input_layernorm",
    dense: { "self_attn.qkv_proj": ["query", "key", "value"], "self_attn.o_proj": ["output"] },
  },
  ffn: dense({
    names: {
      norm: "post_attention_layernorm",
      dense: { "mlp.gate_up_proj": ["gate", "up"], "mlp.down_proj": ["down"] },
    },
  }),
  answersQuestions: false,
  windows: sameWindow(),
  perLayer: true,
  always: { pad_token_id: null },
  pruning: { unequalAs: "own" },
});
