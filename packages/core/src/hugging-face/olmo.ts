import { languageModelHeads } from "./language-model-heads.js";
import { dense } from "./llama-ffn.js";
import { llamaLike, separate } from "./llama-like.js";
import { olmoeFfn } from "./llama-mixtures.js";
import { expertsStay } from "./mixtral.js";
import { ownHeadDim } from "./own-head-dim.js";
import { typedWindows } from "./windows.js";

const behind = {
  attention: { ...separate, norm: "post_attention_layernorm" },
  ffn: dense({ norm: "post_feedforward_layernorm" }),
};

/** OLMo (Groeneveld et al. 2024): norms without parameters. Source: transformers 5.18, `models/olmo/modeling_olmo.py`. */
export const olmo = llamaLike({
  summary: "the same as `llama` with norms without parameters; `attention_bias`",
  prefix: "Olmo",
  heads: languageModelHeads("Olmo", ["sequence"]),
  bias: "attention_bias",
  norm: "bare",
  pruning: {
    unequalAs: "own",
    hiddenStays: "its norms have no weights that could make up for channels that go",
  },
  perLayer: true,
});

/**
 * OLMo 2 (OLMo Team 2025): norms behind both parts, and over query and key before they are split into heads. Source: transformers 5.18,
 * `models/olmo2/modeling_olmo2.py`.
 */
export const olmo2 = llamaLike({
  summary: "the same as `llama` with norms behind both parts and over query and key; `attention_bias`",
  prefix: "Olmo2",
  heads: languageModelHeads("Olmo2", ["sequence"]),
  bias: "attention_bias",
  queryKeyNorm: "whole",
  ...behind,
  pruning: { unequalAs: "own", headsStay: "its norms over query and key see all heads together" },
});

/** OLMo 3 (OLMo Team 2025): OLMo 2 with a window in three of four layers. Source: transformers 5.18, `models/olmo3/modeling_olmo3.py`. */
export const olmo3 = llamaLike({
  summary: "the same as `olmo2` with a window in three of four layers; `layer_types`",
  prefix: "Olmo3",
  heads: languageModelHeads("Olmo3", ["sequence"]),
  bias: "attention_bias",
  queryKeyNorm: "whole",
  windows: typedWindows(() => (layer) => (layer + 1) % 4 !== 0, 4096),
  ...behind,
  pruning: { unequalAs: "own", headsStay: "its norms over query and key see all heads together" },
});

/** OLMoE (Muennighoff et al. 2024): a mixture in every layer. Source: transformers 5.18, `models/olmoe/modeling_olmoe.py`. */
export const olmoe = llamaLike({
  summary: "the same as `llama` with norms over query and key and a mixture of experts in every layer",
  prefix: "Olmoe",
  bias: "attention_bias",
  queryKeyNorm: "whole",
  attentionOf: ownHeadDim,
  heads: languageModelHeads("Olmoe"),
  ffn: olmoeFfn,
  pruning: expertsStay,
});
