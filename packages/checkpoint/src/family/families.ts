import { bert, distilbert, electra, roberta } from "./bert-like.js";
import type { Family, Sizes } from "./family.js";
import { gpt2 } from "./gpt2.js";
import { gemma, llama, mistral, mixtral, phi3, qwen2, qwen3 } from "./llama-like.js";
import { t5 } from "./t5.js";
import { vit } from "./vit.js";

/** A family whose sizes nobody outside it looks into. */
const sealed = <S extends Sizes>(family: Family<S>): Family => family as unknown as Family;

/** The families whose checkpoints are read, by `model_type`; a new one is one file and one row here. */
export const checkpointFamilies = {
  llama: sealed(llama),
  mistral: sealed(mistral),
  qwen2: sealed(qwen2),
  qwen3: sealed(qwen3),
  gemma: sealed(gemma),
  phi3: sealed(phi3),
  mixtral: sealed(mixtral),
  "nemotron-nas": sealed(llama),
  gpt2: sealed(gpt2),
  bert: sealed(bert),
  roberta: sealed(roberta),
  electra: sealed(electra),
  distilbert: sealed(distilbert),
  vit: sealed(vit),
  t5: sealed(t5),
} satisfies Record<string, Family>;

/** A `model_type` whose checkpoints are read. */
export type CheckpointFamily = keyof typeof checkpointFamilies;
