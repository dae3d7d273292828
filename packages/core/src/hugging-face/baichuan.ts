import { llamaLike } from "./llama-like.js";

/**
 * Baichuan and Baichuan 2 (Yang et al. 2023), Llama with query, key and value in one tensor. Source: its own code,
 * huggingface.co/baichuan-inc/Baichuan2-7B-Base, `modeling_baichuan.py`.
 */
export const baichuan = llamaLike({
  summary: "the same as `llama` without biases and without grouped heads",
  prefix: "Baichuan",
  bias: "none",
  heads: {
    BaichuanModel: () => ({}),
    BaichuanForCausalLM: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
    BaiChuanForCausalLM: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
  },
  attentionOf: (keys) => {
    const heads = keys.sizeOr("num_attention_heads", "heads", 1);
    if (keys.sizeOr("num_key_value_heads", "heads", heads) !== heads)
      keys.refuse("num_key_value_heads", "requires grouped heads, which its code does not have");
    return {};
  },
  checkpoints: false,
  pruning: { refused: "its checkpoints are not read" },
});
