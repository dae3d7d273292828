import { configFamily, ffnWidthOf, gptKeys } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";
import { languageModelHeads } from "./language-model-heads.js";

/**
 * Phi-1.5 and Phi-2 by their first code (Li et al. 2023), the shape of `phi` under the names of GPT-2. Source: huggingface.co/microsoft/phi-1_5,
 * `modeling_phi.py` of 2023.
 */
export const phiMsft = configFamily({
  summary: "the same as `phi` under the names of `gpt2`; `n_head_kv`",
  heads: languageModelHeads("Phi", [], { vocabularyBias: true }),
  defaultClass: "PhiForCausalLM",
  keys: gptKeys,
  body(keys, sizes) {
    const keyValueHeads = keys.sizeOr("n_head_kv", "heads", sizes.heads);
    keys.divides("n_head_kv", keyValueHeads, ["n_head", sizes.heads]);
    const ffn = { kind: "plain", width: ffnWidthOf(keys, "n_inner", sizes.hidden, 4), norm: false } as const;
    return equalLayers(keys, sizes, { attention: { keyValueHeads }, ffn, parallel: true }, gptKeys);
  },
  flags: ({ ffnWidth, keyValueHeads }) => ({ n_inner: ffnWidth, n_head_kv: keyValueHeads }),
});
