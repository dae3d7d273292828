import { t5Like } from "./t5.js";

/** mT5 (Xue et al. 2021): T5 1.1 by another name, gated unless said otherwise. Source: transformers 5.18, `models/mt5/modeling_mt5.py`. */
export const mt5 = t5Like(
  "MT5",
  "the same as `t5`, gated unless `feed_forward_proj` says otherwise",
  "gated-gelu",
);
