import type { Family, Heads } from "./family.js";
import { roberta } from "./roberta.js";

/** The same classes under another name. */
const renamed = (heads: Heads, prefix: string): Heads =>
  Object.fromEntries(Object.entries(heads).map(([name, head]) => [name.replace("Roberta", prefix), head]));

/** XLM-RoBERTa (Conneau et al. 2020), RoBERTa to the last tensor. Source: transformers 5.18, `models/xlm_roberta/modeling_xlm_roberta.py`. */
export const xlmRoberta: Family = {
  ...roberta,
  summary: "the same as `roberta`",
  heads: renamed(roberta.heads, "XLMRoberta"),
  defaultClass: "XLMRobertaForMaskedLM",
};

/** CamemBERT (Martin et al. 2020), RoBERTa to the last tensor. Source: transformers 5.18, `models/camembert/modeling_camembert.py`. */
export const camembert: Family = {
  ...roberta,
  summary: "the same as `roberta`",
  heads: renamed(roberta.heads, "Camembert"),
  defaultClass: "CamembertForMaskedLM",
};
