import { llamaLike } from "./llama-like.js";
import { sameWindow, typedWindows } from "./windows.js";

/** Ministral 8B (Mistral AI 2024): windows by `layer_types`. Source: transformers 5.18, `models/ministral/modeling_ministral.py`. */
export const ministral = llamaLike({
  summary: "the same as `mistral` with windows by `layer_types`",
  prefix: "Ministral",
  keyValueHeads: 8,
  bias: "none",
  windows: typedWindows(() => () => true, 4096),
  pruning: { unequalAs: "own" },
});

/** Ministral 3 (Mistral AI 2025), the text of `Mistral3ForConditionalGeneration`. Source: transformers 5.18, `models/ministral3`. */
export const ministral3 = llamaLike({
  summary: "the same as `mistral`; the text of Ministral 3",
  prefix: "Ministral3",
  keyValueHeads: 8,
  headDim: 128,
  bias: "none",
  windows: sameWindow(),
  pruning: { unequalAs: "own" },
  perLayer: true,
});
