import { configFamily, type SizeKeys } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";
import { languageModelHeads } from "./language-model-heads.js";

const mptKeys: SizeKeys = {
  vocabulary: "vocab_size",
  hidden: "d_model",
  depth: "n_layers",
  heads: "n_heads",
};

/**
 * MPT (MosaicML 2023): ALiBi, no biases, norms without shift, FFNs of 4 · hidden whatever `expansion_ratio` says. Source: transformers 5.18,
 * `models/mpt/modeling_mpt.py`.
 */
export const mpt = configFamily({
  summary: "decoders with ALiBi, no biases, norms without shift",
  heads: languageModelHeads("Mpt", ["sequence", "token", "question"]),
  defaultClass: "MptForCausalLM",
  tiedByDefault: true,
  keys: mptKeys,
  aliases: { hidden_size: "d_model", num_hidden_layers: "n_layers", num_attention_heads: "n_heads" },
  body(keys, sizes) {
    const width = 4 * sizes.hidden;
    keys.narrow("d_model", width);
    if (!keys.flag("no_bias", true))
      keys.refuse("no_bias", "is false, but the models of transformers have no biases");
    const bare = { norm: "scale", attention: { bias: "none" } } as const;
    return equalLayers(keys, sizes, { ...bare, ffn: { kind: "plain", width, bias: false } }, mptKeys);
  },
  flags: () => ({}),
});
