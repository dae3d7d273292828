import { ropeOf } from "../rope.js";
import { type ForwardOf, hasWindow } from "./forward-of-family.js";

/** Source: transformers 5.18, `models/cohere/modeling_cohere.py`. */
export const cohereMore: ForwardOf = (keys) => {
  keys.refuseUnlessNothing("use_qk_norm", "requires norms over each head of query and key");
  return { logitFactor: keys.number("logit_scale", 0.0625) };
};

/** Layers without a window are not turned. Source: transformers 5.18, `models/cohere2/modeling_cohere2.py`. */
export const cohere2More: ForwardOf = (keys, about) => {
  const turns = ropeOf(keys, { isInterleaved: true });
  return {
    logitFactor: keys.number("logit_scale", 0.0625),
    rotary: (layer, width, tokens) => (hasWindow(about, layer) ? turns(width, tokens) : undefined),
  };
};
