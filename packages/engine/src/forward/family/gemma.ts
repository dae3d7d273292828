import { ropeByWindow } from "./by-window.js";
import type { ForwardOf } from "./forward-of-family.js";

/** Gemma's norms, and its embeddings times √hidden. Source: transformers 5.18, `models/gemma/modeling_gemma.py`. */
export const gemmaMore: ForwardOf = (keys, { architecture }) => {
  keys.refuseUnlessNothing("use_bidirectional_attention", "requires attention to later tokens");
  return { scalesFromOne: true, embeddingFactor: Math.sqrt(architecture.hidden) };
};

/** Source: transformers 5.18, `models/gemma2/modeling_gemma2.py`. */
export const gemma2More =
  (scoreCap: number | undefined, logitCap: number | undefined): ForwardOf =>
  (keys, about) => {
    const factor = 1 / Math.sqrt(keys.number("query_pre_attn_scalar", 256));
    return {
      ...gemmaMore(keys, about),
      scoreFactor: () => factor,
      scoreCap: keys.numberIfAny("attn_logit_softcapping", scoreCap),
      logitCap: keys.numberIfAny("final_logit_softcapping", logitCap),
    };
  };

/** Source: transformers 5.18, `models/gemma3/modeling_gemma3.py`. */
export const gemma3More: ForwardOf = (keys, about) => ({
  ...gemma2More(undefined, undefined)(keys, about),
  ...ropeByWindow(keys, about, { sliding: keys.number("rope_local_base_freq", 10_000), full: 1_000_000 }),
});
