import { llamaLike } from "./llama-like.js";

/** Why the hidden size of a Gemma stays. */
export const embeddingIsScaled = "its embedding is multiplied by √hidden";

/** Gemma 1 (Gemma Team 2024). */
export const gemma = llamaLike({
  summary: "the same as `llama`, tied unless the config says otherwise; `attention_bias`",
  prefix: "Gemma",
  keyValueHeads: 16,
  headDim: 256,
  bias: "attention_bias",
  tiedByDefault: true,
  answersQuestions: false,
  perLayer: true,
  pruning: { unequalAs: "own", hiddenStays: embeddingIsScaled },
});
