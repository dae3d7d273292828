import { gptOssFfn } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { expertsStay } from "./mixtral.js";
import { typedWindows } from "./windows.js";

/**
 * gpt-oss (OpenAI 2025): biases everywhere, a sink for each head, a window in every other layer, a mixture in every layer. Source: transformers
 * 5.18, `models/gpt_oss/modeling_gpt_oss.py`.
 */
export const gptOss = llamaLike({
  summary: "the same as `mixtral` with biases, a sink for each head and a window in every other layer",
  prefix: "GptOss",
  keyValueHeads: 8,
  headDim: 64,
  bias: "none",
  answersQuestions: false,
  ffn: gptOssFfn,
  attentionOf: (keys) => ({ sinks: true, bias: keys.flag("attention_bias", true) ? "all" : "none" }),
  flags: ({ attention }) => ({ attention_bias: attention?.bias === "all" }),
  windows: typedWindows(() => (layer) => layer % 2 === 0, 128),
  checkpoints: false,
  pruning: expertsStay,
});
