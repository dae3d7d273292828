import { bert } from "./bert.js";
import { distilbert } from "./distilbert.js";
import { electra } from "./electra.js";
import type { Family } from "./family.js";
import { gemma } from "./gemma.js";
import { gpt2 } from "./gpt2.js";
import { llama, mistral } from "./llama.js";
import { mixtral } from "./mixtral.js";
import { nemotronNas } from "./nemotron-nas.js";
import { phi3 } from "./phi3.js";
import { qwen2, qwen3, qwen3Moe } from "./qwen.js";
import { roberta } from "./roberta.js";
import { t5 } from "./t5.js";
import { vit } from "./vit.js";

/**
 * The families of Hugging Face models, by `model_type`: how their configs are read and written, and which tensors their checkpoints
 * have. A new one is one file and one row here. An architecture that several of them can express is written as the first of these.
 */
export const families = {
  bert,
  electra,
  roberta,
  distilbert,
  gpt2,
  llama,
  "nemotron-nas": nemotronNas,
  mistral,
  qwen2,
  qwen3,
  gemma,
  phi3,
  mixtral,
  qwen3_moe: qwen3Moe,
  vit,
  t5,
} satisfies Record<string, Family>;

/** A `model_type` that is read and written. */
export type ModelType = keyof typeof families;
