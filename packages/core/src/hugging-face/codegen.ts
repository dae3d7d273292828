import { gptj } from "./gptj.js";
import { languageModelHeads } from "./language-model-heads.js";

/** CodeGen (Nijkamp et al. 2022), GPT-J with fused query, key and value. Source: transformers 5.18, `models/codegen/modeling_codegen.py`. */
export const codegen = {
  ...gptj,
  summary: "the same as `gptj`",
  heads: languageModelHeads("CodeGen", [], { vocabularyBias: true }),
  defaultClass: "CodeGenForCausalLM",
};
