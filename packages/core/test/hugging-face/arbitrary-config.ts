import fc from "fast-check";
import { families } from "../../src/hugging-face/families.js";
import type { Config } from "../architecture/configs.js";

const modelTypes = Object.keys(families) as (keyof typeof families)[];
const classes = modelTypes.flatMap((type) =>
  Object.keys(families[type].heads).map((name) => ({ type, name })),
);
const size = fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 64);
/** Configs of every family and class, some of whose sizes contradict each other. */
export const arbitraryConfig = fc
  .record({
    whichClass: fc.constantFrom(...classes),
    tied: fc.boolean(),
    is_decoder: fc.boolean(),
    labels: fc.integer({ min: 1, max: 5 }),
    std: fc.constantFrom(0.01, 0.02),
    depth: fc.integer({ min: 1, max: 4 }),
    heads: size,
    groups: size,
    headDim: size,
    hidden: fc.constantFrom(48, 64, 192),
    width: size,
    attention_bias: fc.boolean(),
    mlp_bias: fc.boolean(),
    pruned_heads: fc.dictionary(fc.constantFrom("0", "1", "3"), fc.array(fc.nat(3), { maxLength: 4 })),
    mlp_only_layers: fc.array(fc.nat(4), { maxLength: 3 }),
    decoder_sparse_step: fc.integer({ min: 1, max: 3 }),
    name: fc.option(fc.string({ maxLength: 9 }), { nil: undefined }),
  })
  .map(({ whichClass: { type, name: architecture }, ...drawn }) => ({
    architectures: [architecture],
    model_type: type,
    tie_word_embeddings: drawn.tied,
    is_decoder: drawn.is_decoder,
    num_labels: drawn.labels,
    initializer_range: drawn.std,
    ...(drawn.name === undefined ? {} : { _name_or_path: drawn.name }),
    ...sizes(drawn),
  }));

function sizes(drawn: Readonly<Record<string, unknown>>): Config {
  const { depth, heads, groups, headDim, hidden, width } = drawn;
  return {
    vocab_size: 90,
    max_position_embeddings: 32,
    n_positions: 32,
    image_size: 32,
    patch_size: 8,
    ...{ hidden_size: hidden, n_embd: hidden, embedding_size: width },
    ...{ num_hidden_layers: depth, n_layer: depth },
    ...{ num_attention_heads: heads, n_head: heads, num_key_value_heads: groups, head_dim: headDim },
    ...{ intermediate_size: width, n_inner: width, moe_intermediate_size: headDim },
    ...{ num_local_experts: 8, num_experts: 8, num_experts_per_tok: 2 },
    ...{ attention_bias: drawn.attention_bias, mlp_bias: drawn.mlp_bias },
    ...{ mlp_only_layers: drawn.mlp_only_layers, decoder_sparse_step: drawn.decoder_sparse_step },
    pruned_heads: drawn.pruned_heads,
  };
}
