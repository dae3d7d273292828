import { dense } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { withoutRotation } from "./windows.js";

/**
 * SmolLM3 (Hugging Face 2025): Llama without rotary positions in every fourth layer, which changes no weight. Source: transformers 5.18,
 * `models/smollm3/modeling_smollm3.py`.
 */
export const smollm3 = llamaLike({
  summary: "the same as `llama`, tied unless the config says otherwise; `attention_bias`, `mlp_bias`",
  prefix: "SmolLM3",
  keyValueHeads: 4,
  bias: "attention_bias",
  ffn: dense({ bias: true }),
  tiedByDefault: true,
  windows: withoutRotation,
  perLayer: true,
  pruning: { unequalAs: "own" },
});
