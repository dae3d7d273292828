import type { Pruning } from "./family.js";
import { mixtralFfn } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { sameWindow } from "./windows.js";

/** Why mixtures are not pruned. */
export const expertsStay: Pruning = { refused: "experts are not cut" };

/** Mixtral (Jiang et al. 2024): Mistral with a mixture of experts in every layer. */
export const mixtral = llamaLike({
  summary: "the same as `mistral` with a mixture of experts in every layer",
  prefix: "Mixtral",
  keyValueHeads: 8,
  bias: "none",
  ffn: mixtralFfn,
  windows: sameWindow(),
  pruning: expertsStay,
});
