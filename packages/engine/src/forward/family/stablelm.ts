import type { ForwardOf } from "./forward-of-family.js";

/** Source: transformers 5.18, `models/stablelm/modeling_stablelm.py`. */
export const stablelmMore: ForwardOf = (keys) => {
  keys.refuseUnlessNothing("qk_layernorm", "requires a separate norm over each head of query and key");
  return {};
};
