import { configFamily, type SizeKeys } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";
import { languageModelHeads } from "./language-model-heads.js";

const bloomKeys: SizeKeys = {
  vocabulary: "vocab_size",
  hidden: "hidden_size",
  depth: "n_layer",
  heads: "n_head",
};

/** BLOOM (BigScience 2022): ALiBi, a norm over the embeddings, FFNs of 4 · hidden. Source: transformers 5.18, `models/bloom/modeling_bloom.py`. */
export const bloom = configFamily({
  summary: "decoders with ALiBi, a norm over the embeddings, biases everywhere",
  heads: languageModelHeads("Bloom", ["sequence", "token", "question"]),
  defaultClass: "BloomForCausalLM",
  tiedByDefault: true,
  keys: bloomKeys,
  aliases: { num_hidden_layers: "n_layer", num_attention_heads: "n_head", n_embed: "hidden_size" },
  body(keys, sizes) {
    const width = 4 * sizes.hidden;
    keys.narrow("hidden_size", width);
    return equalLayers(keys, sizes, { embedding: { norm: true }, ffn: { kind: "plain", width } }, bloomKeys);
  },
  flags: () => ({}),
});
