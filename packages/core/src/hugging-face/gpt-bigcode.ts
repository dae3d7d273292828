import { configFamily, ffnWidthOf, gptAliases, gptKeys } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";
import { languageModelHeads } from "./language-model-heads.js";

/**
 * GPT-BigCode, SantaCoder and StarCoder (Allal et al. 2023): GPT-2 with one key/value head. Source: transformers 5.18,
 * `models/gpt_bigcode/modeling_gpt_bigcode.py`.
 */
export const gptBigCode = configFamily({
  summary: "the same as `gpt2` with one key/value head; `multi_query`",
  heads: languageModelHeads("GPTBigCode", ["sequence", "token"]),
  defaultClass: "GPTBigCodeForCausalLM",
  tiedByDefault: true,
  keys: gptKeys,
  aliases: gptAliases,
  body(keys, sizes) {
    keys.refuseUnlessNothing(
      "add_cross_attention",
      "requires attention to an encoder, which is not supported here",
    );
    return equalLayers(
      keys,
      sizes,
      {
        embedding: { positions: keys.size("n_positions", "vocabulary") },
        attention: { keyValueHeads: keys.flag("multi_query", true) ? 1 : sizes.heads },
        ffn: { kind: "plain", width: ffnWidthOf(keys, "n_inner", sizes.hidden, 4) },
      },
      gptKeys,
    );
  },
  flags: ({ ffnWidth, positions, keyValueHeads, heads }) => ({
    n_positions: positions,
    n_inner: ffnWidth,
    multi_query: keyValueHeads < heads || heads === 1,
  }),
});
