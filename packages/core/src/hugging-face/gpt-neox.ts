import { configFamily } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";
import { languageModelHeads } from "./language-model-heads.js";

/**
 * GPT-NeoX and Pythia (Black et al. 2022): rotary positions, biases everywhere, attention and FFN side by side, each behind its own norm.
 * Source: transformers 5.18, `models/gpt_neox/modeling_gpt_neox.py`.
 */
export const gptNeoX = configFamily({
  summary: "decoders with rotary positions and biases, attention and FFN side by side; `attention_bias`",
  heads: languageModelHeads("GPTNeoX", ["sequence", "token", "question"]),
  defaultClass: "GPTNeoXForCausalLM",
  body: (keys, sizes) =>
    equalLayers(keys, sizes, {
      attention: { bias: keys.flag("attention_bias", true) ? "all" : "none" },
      ffn: { kind: "plain", width: keys.size("intermediate_size", "width") },
      parallel: keys.flag("use_parallel_residual", true),
    }),
  flags: ({ ffnWidth, attention, architecture }) => ({
    intermediate_size: ffnWidth,
    attention_bias: attention?.bias === "all",
    use_parallel_residual: architecture.layers[0]?.parallel ?? false,
  }),
});
