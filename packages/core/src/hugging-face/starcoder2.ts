import { plainFfn } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { headsSetTheirWidth } from "./standard-layers.js";
import { sameWindow } from "./windows.js";

/** StarCoder 2 (Lozhkov et al. 2024): LayerNorm, plain FFNs. Source: transformers 5.18, `models/starcoder2/modeling_starcoder2.py`. */
export const starcoder2 = llamaLike({
  summary: "decoders with LayerNorm, rotary positions, grouped key/value heads and plain FFNs; `use_bias`",
  prefix: "Starcoder2",
  keyValueHeads: 2,
  bias: "none",
  norm: "layer",
  tiedByDefault: true,
  answersQuestions: false,
  ffn: plainFfn({ biasKey: "use_bias", bias: true, modules: ["mlp.c_fc", "mlp.c_proj"] }),
  attentionOf: (keys) => ({ bias: keys.flag("use_bias", true) ? "all" : "none" }),
  windows: sameWindow(),
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
});
