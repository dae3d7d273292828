import type { LayerInput } from "./family.js";
import { embeddingIsScaled } from "./gemma.js";
import { dense } from "./llama-ffn.js";
import { llamaLike, separate } from "./llama-like.js";
import { everyNth, typedWindows } from "./windows.js";

/** Norms before and behind both parts. */
const fourNorms = ({ mixer, ffn, ...rest }: LayerInput): LayerInput => ({
  ...rest,
  ...(mixer?.kind === "attention" ? { mixer: { ...mixer, postNorm: true as const } } : {}),
  ...(ffn ? { ffn: { ...ffn, postNorm: true as const } } : {}),
});

const names = {
  attention: { ...separate, postNorm: "post_attention_layernorm" },
  ffn: dense({ norm: "pre_feedforward_layernorm", postNorm: "post_feedforward_layernorm" }),
};

/**
 * Gemma 2 (Gemma Team 2024): norms before and behind both parts, a window in every other layer from the first; soft-capping changes no
 * weight. Source: transformers 5.18, `models/gemma2/modeling_gemma2.py`.
 */
export const gemma2 = llamaLike({
  summary: "the same as `gemma` with norms before and behind both parts, a window in every other layer",
  prefix: "Gemma2",
  keyValueHeads: 4,
  headDim: 256,
  bias: "attention_bias",
  tiedByDefault: true,
  answersQuestions: false,
  layer: fourNorms,
  windows: typedWindows(() => (layer) => layer % 2 === 0, 4096),
  ...names,
  pruning: { unequalAs: "own", hiddenStays: embeddingIsScaled },
});

/**
 * The text of Gemma 3 (Gemma Team 2025): Gemma 2 with norms over the heads of query and key, five of six layers with a window. Source:
 * transformers 5.18, `models/gemma3/modeling_gemma3.py`.
 */
export const gemma3Text = llamaLike({
  summary: "the same as `gemma2` with norms over the heads of query and key, a window in five of six layers",
  prefix: "Gemma3Text",
  heads: {
    Gemma3TextModel: () => ({}),
    Gemma3ForCausalLM: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
    Gemma3TextForSequenceClassification: ({ labels }) => ({ outputs: labels, outputsBias: false }),
  },
  languageModel: "Gemma3ForCausalLM",
  keyValueHeads: 4,
  headDim: 256,
  bias: "attention_bias",
  queryKeyNorm: true,
  tiedByDefault: true,
  layer: fourNorms,
  windows: everyNth(6, 4096),
  ...names,
  partOf: { gemma3: "images" },
  defaults: {
    vocab_size: 262208,
    hidden_size: 2304,
    intermediate_size: 9216,
    num_hidden_layers: 26,
    num_attention_heads: 8,
  },
  pruning: { unequalAs: "own", hiddenStays: embeddingIsScaled },
});
