import type { ForwardOf } from "./forward-of-family.js";

/** Source: transformers 5.18, `models/granite/modeling_granite.py`. */
export const graniteMore: ForwardOf = (keys) => {
  const factor = keys.number("attention_multiplier", 1);
  return {
    scoreFactor: () => factor,
    embeddingFactor: keys.number("embedding_multiplier", 1),
    residualFactor: keys.number("residual_multiplier", 1),
    logitFactor: 1 / keys.number("logits_scaling", 1),
  };
};
