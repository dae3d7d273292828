import { llamaLike } from "./llama-like.js";

/**
 * InternLM2 (Cai et al. 2024), Llama with query, key and value in one tensor; `bias` gives the attention biases. Source: its own code,
 * huggingface.co/internlm/internlm2-7b, `modeling_internlm2.py`.
 */
export const internlm2 = llamaLike({
  summary: "the same as `llama`; `bias` for the attention",
  prefix: "InternLM2",
  aliases: { bias: "attention_bias" },
  bias: "attention_bias",
  answersQuestions: false,
  checkpoints: false,
  pruning: { refused: "its checkpoints are not read" },
});
