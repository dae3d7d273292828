import { llamaLike } from "./llama-like.js";

/**
 * MiniCPM (Hu et al. 2024), Llama with factors on embeddings, depth and logits, which are no weights. Source: its own code,
 * huggingface.co/openbmb/MiniCPM-2B-sft-bf16, `modeling_minicpm.py`.
 */
export const minicpm = llamaLike({
  summary: "the same as `llama`, tied unless the config says otherwise; `attention_bias`",
  prefix: "MiniCPM",
  bias: "attention_bias",
  tiedByDefault: true,
  answersQuestions: false,
  checkpoints: false,
  pruning: { refused: "its checkpoints are not read" },
});
