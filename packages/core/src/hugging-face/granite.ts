import { languageModelHeads } from "./language-model-heads.js";
import { dense } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";

/** Granite 3 (IBM 2024): Llama with multipliers, which are no weights. Source: transformers 5.18, `models/granite/modeling_granite.py`. */
export const granite = llamaLike({
  summary: "the same as `llama`; `attention_bias`, `mlp_bias`",
  prefix: "Granite",
  bias: "attention_bias",
  ffn: dense({ bias: true }),
  heads: languageModelHeads("Granite"),
  perLayer: true,
  pruning: { unequalAs: "own" },
});
