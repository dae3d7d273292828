import { behindOneNorm } from "./behind-one-norm.js";
import { languageModelHeads } from "./language-model-heads.js";
import { llamaLike } from "./llama-like.js";
import { everyNth } from "./windows.js";

const pruning = { unequalAs: "own", headsStay: "its heads are always hidden / heads wide" } as const;

/** Cohere's Command R (2024): norms without shift. Source: transformers 5.18, `models/cohere/modeling_cohere.py`. */
export const cohere = llamaLike({
  summary:
    "decoders with attention and FFN side by side behind one norm without shift; `use_qk_norm`, `attention_bias`",
  prefix: "Cohere",
  bias: "attention_bias",
  norm: "scale",
  heads: languageModelHeads("Cohere"),
  tiedByDefault: true,
  attentionOf: (keys) => ({ queryKeyNorm: keys.flag("use_qk_norm", false) ? "whole" : false }),
  layer: behindOneNorm,
  flags: ({ attention }) => ({ use_qk_norm: attention?.queryKeyNorm === "whole" }),
  pruning,
});

/** Cohere 2, Command R7B (2024): windows in three of four layers. Source: transformers 5.18, `models/cohere2/modeling_cohere2.py`. */
export const cohere2 = llamaLike({
  summary: "the same as `cohere` with a window in three of four layers",
  prefix: "Cohere2",
  bias: "attention_bias",
  norm: "scale",
  heads: languageModelHeads("Cohere2"),
  tiedByDefault: true,
  layer: behindOneNorm,
  windows: everyNth(4, 4096),
  pruning,
});
