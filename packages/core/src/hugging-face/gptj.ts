import { configFamily, ffnWidthOf, gptAliases, gptKeys } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";
import { languageModelHeads } from "./language-model-heads.js";

/**
 * GPT-J (Wang & Komatsuzaki 2021): attention and FFN side by side behind one norm, no biases in the attention. Source: transformers 5.18,
 * `models/gptj/modeling_gptj.py`.
 */
export const gptj = configFamily({
  summary: "decoders with rotary positions, attention and FFN side by side, no biases in the attention",
  heads: languageModelHeads("GPTJ", ["sequence", "question"], { vocabularyBias: true }),
  defaultClass: "GPTJForCausalLM",
  keys: gptKeys,
  aliases: gptAliases,
  body: (keys, sizes) =>
    equalLayers(
      keys,
      sizes,
      {
        attention: { bias: "none" },
        ffn: { kind: "plain", width: ffnWidthOf(keys, "n_inner", sizes.hidden, 4), norm: false },
        parallel: true,
      },
      gptKeys,
    ),
  flags: ({ ffnWidth }) => ({ n_inner: ffnWidth }),
});
