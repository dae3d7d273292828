import { ropeByWindow } from "./by-window.js";
import type { ForwardOf } from "./forward-of-family.js";

/** Source: transformers 5.18, `models/olmo/modeling_olmo.py`. */
export const olmoMore: ForwardOf = (keys) => ({ epsilon: 1e-5, clip: keys.numberIfAny("clip_qkv") });

/** Norms over the results of sub-modules. Source: transformers 5.18, `models/olmo2/modeling_olmo2.py`. */
export const olmo2More: ForwardOf = () => ({ placement: "result" });

/** Source: transformers 5.18, `models/olmo3/modeling_olmo3.py`, where `rope_theta` is that of layers without a window alone. */
export const olmo3More: ForwardOf = (keys, about) => ({
  placement: "result",
  ...ropeByWindow(keys, about, { sliding: 500_000, full: 500_000 }),
});

/** Source: transformers 5.18, `models/olmoe/modeling_olmoe.py`. */
export const olmoeMore: ForwardOf = (keys) => ({
  clip: keys.numberIfAny("clip_qkv"),
  normalisesExperts: keys.flag("norm_topk_prob", false),
});
