import { bert, electra, roberta } from "./bert-like.js";
import type { Family } from "./family.js";
import { gpt2 } from "./gpt2.js";
import { gemma, llama, mistral, mixtral, phi3, qwen2, qwen3, qwen3Moe } from "./llama-like.js";
import { vit } from "./vit.js";

/**
 * The families of Hugging Face models that are read and written, by `model_type`; a new one is one file and one row here. An
 * architecture that several of them can express is written as the first of these.
 */
export const families = {
  bert,
  electra,
  roberta,
  gpt2,
  llama,
  mistral,
  qwen2,
  qwen3,
  gemma,
  phi3,
  mixtral,
  qwen3_moe: qwen3Moe,
  vit,
} satisfies Record<string, Family>;

/** A `model_type` that is read and written. */
export type ModelType = keyof typeof families;
