import { behindOneNorm } from "./behind-one-norm.js";
import type { ConfigKeys } from "./config-keys.js";
import type { LayerInput } from "./family.js";
import { llamaLike } from "./llama-like.js";
import { ownHeadDim } from "./own-head-dim.js";
import { headsSetTheirWidth } from "./standard-layers.js";

/** With `use_parallel_residual` attention and FFN stand side by side behind one norm. */
const maybeParallel = (layer: LayerInput, keys: ConfigKeys): LayerInput =>
  keys.flag("use_parallel_residual", false) ? behindOneNorm(layer) : layer;

/** StableLM (Stability AI 2023): Llama with LayerNorm. Source: transformers 5.18, `models/stablelm/modeling_stablelm.py`. */
export const stablelm = llamaLike({
  summary: "the same as `llama` with LayerNorm; `use_qkv_bias`, `qk_layernorm`, `use_parallel_residual`",
  prefix: "StableLm",
  keyValueHeads: 32,
  bias: "none",
  norm: "layer",
  answersQuestions: false,
  attentionOf: (keys) => ({
    ...ownHeadDim(keys),
    bias: keys.flag("use_qkv_bias", false) ? "query-key-value" : "none",
    queryKeyNorm: keys.flag("qk_layernorm", false) ? "whole" : false,
  }),
  layer: maybeParallel,
  flags: ({ attention, architecture }) => ({
    use_qkv_bias: attention?.bias === "query-key-value",
    qk_layernorm: attention?.queryKeyNorm === "whole",
    use_parallel_residual: architecture.layers[0]?.parallel ?? false,
  }),
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
});
