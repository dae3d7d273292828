import { configFamily } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";

/**
 * The text of GIT (Wang et al. 2022), a BERT that reads image features as tokens before its own. Source: transformers 5.18,
 * `models/git/modeling_git.py`; its image encoder and the projection of features are not read.
 */
export const git = configFamily({
  summary: "the text of GIT: the same as `bert` without token types; not its image encoder",
  heads: {
    GitModel: () => ({}),
    GitForCausalLM: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate", vocabularyBias: true }),
  },
  defaultClass: "GitForCausalLM",
  note: "the text is read: the count is not that of the whole, which holds vision_config and a projection of image features too",
  body: (keys, sizes) =>
    equalLayers(keys, sizes, {
      embedding: { positions: keys.size("max_position_embeddings", "vocabulary"), norm: true },
      finalNorm: false,
      ffn: { kind: "plain", width: keys.size("intermediate_size", "width") },
    }),
  flags: ({ ffnWidth, positions }) => ({ intermediate_size: ffnWidth, max_position_embeddings: positions }),
});
