import type { ForwardOf } from "./forward-of-family.js";

/**
 * Queries grow with the position beyond `original_max_position_embeddings`, up to which they are as everywhere. Source: transformers 5.18,
 * `models/ministral3/modeling_ministral3.py`.
 */
export const ministral3More: ForwardOf = (keys) => {
  const rope = keys.map("rope_parameters");
  if (!rope) return keys.refuse("rope_parameters", "is missing, and the forward pass needs it");
  const original = rope.number("original_max_position_embeddings");
  return rope.has("llama_4_scaling_beta") ? { maximumTokens: original } : {};
};
