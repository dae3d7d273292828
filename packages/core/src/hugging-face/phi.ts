import { behindOneNorm } from "./behind-one-norm.js";
import { languageModelHeads } from "./language-model-heads.js";
import { plainFfn } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { ownHeadDim } from "./own-head-dim.js";
import { headsSetTheirWidth } from "./standard-layers.js";

/** Phi-1 to Phi-2 (Li et al. 2023): attention and FFN side by side behind one norm. Source: transformers 5.18, `models/phi/modeling_phi.py`. */
export const phi = llamaLike({
  summary: "decoders with attention and FFN side by side behind one norm, biases everywhere; `qk_layernorm`",
  prefix: "Phi",
  bias: "all",
  norm: "layer",
  heads: languageModelHeads("Phi", ["sequence", "token"], { vocabularyBias: true }),
  ffn: plainFfn({ bias: true, modules: ["mlp.fc1", "mlp.fc2"] }),
  attention: {
    norm: "input_layernorm",
    dense: {
      "self_attn.q_proj": ["query"],
      "self_attn.k_proj": ["key"],
      "self_attn.v_proj": ["value"],
      "self_attn.dense": ["output"],
    },
    queryNorm: "self_attn.q_layernorm",
    keyNorm: "self_attn.k_layernorm",
  },
  finalNorm: "final_layernorm",
  attentionOf: (keys) => ({
    ...ownHeadDim(keys),
    queryKeyNorm: keys.flag("qk_layernorm", false) ? "layer" : false,
  }),
  layer: behindOneNorm,
  flags: ({ attention }) => ({ qk_layernorm: attention?.queryKeyNorm === "layer" }),
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
});
