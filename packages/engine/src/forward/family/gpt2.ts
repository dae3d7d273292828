import { activationOf, type ForwardOf } from "./forward-of-family.js";

/** Source: transformers 5.18, `models/gpt2/modeling_gpt2.py`. */
export const gpt2: ForwardOf = (keys, { architecture, numberOf }) => {
  const isScaled = keys.flag("scale_attn_weights", true);
  const isByLayer = keys.flag("scale_attn_by_inverse_layer_idx", false);
  return {
    placement: "before",
    epsilon: keys.number("layer_norm_epsilon", 1e-5),
    ...activationOf(keys, "activation_function", "gelu_new"),
    scoreFactor: (layer, width) =>
      (isScaled ? 1 / Math.sqrt(width) : 1) / (isByLayer ? numberOf(layer) + 1 : 1),
    maximumTokens: architecture.embedding.positions,
  };
};
