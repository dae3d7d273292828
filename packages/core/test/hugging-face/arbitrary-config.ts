import fc from "fast-check";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import type { Config } from "../architecture/configs.js";

const size = fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 64);
/** Configs of one family and any of its classes, some of whose sizes contradict each other. */
export const arbitraryConfigOf = (modelType: ModelType) =>
  fc
    .record({
      whichClass: fc.constantFrom(...Object.keys(families[modelType].heads)),
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
      differing: fc.option(fc.array(size, { minLength: 4, maxLength: 4 }), { nil: undefined }),
      asBlocks: fc.boolean(),
      lacks: fc.array(fc.constantFrom(undefined, undefined, "attention", "mlp"), {
        minLength: 4,
        maxLength: 4,
      }),
      qkv_bias: fc.boolean(),
      feed_forward_proj: fc.constantFrom("relu", "gated-gelu"),
      decoders: fc.integer({ min: 1, max: 3 }),
      name: fc.option(fc.string({ maxLength: 9 }), { nil: undefined }),
    })
    .map(({ whichClass, ...drawn }) => ({
      architectures: [whichClass],
      model_type: modelType,
      tie_word_embeddings: drawn.tied,
      is_decoder: drawn.is_decoder,
      num_labels: drawn.labels,
      initializer_range: drawn.std,
      ...(drawn.name === undefined ? {} : { _name_or_path: drawn.name }),
      ...sizes(drawn),
      ...layersOf(drawn),
    }));

function sizes(drawn: Readonly<Record<string, unknown>>): Config {
  const { depth, heads, groups, headDim, hidden, width } = drawn;
  return {
    vocab_size: 90,
    max_position_embeddings: 32,
    n_positions: 32,
    image_size: 32,
    patch_size: 8,
    ...{ hidden_size: hidden, n_embd: hidden, dim: hidden, d_model: hidden, embedding_size: width },
    ...{ num_hidden_layers: depth, n_layer: depth, n_layers: depth, num_layers: depth },
    ...{ num_attention_heads: heads, n_head: heads, n_heads: heads, num_heads: heads },
    ...{ num_key_value_heads: groups, head_dim: headDim, d_kv: headDim },
    ...{ intermediate_size: width, n_inner: width, hidden_dim: width, d_ff: width },
    moe_intermediate_size: headDim,
    ...{ num_local_experts: 8, num_experts: 8, num_experts_per_tok: 2 },
    ...{ attention_bias: drawn.attention_bias, mlp_bias: drawn.mlp_bias },
    ...{ mlp_only_layers: drawn.mlp_only_layers, decoder_sparse_step: drawn.decoder_sparse_step },
    ...{ pruned_heads: drawn.pruned_heads, qkv_bias: drawn.qkv_bias },
    ...{ num_decoder_layers: drawn.decoders, feed_forward_proj: drawn.feed_forward_proj },
  };
}

interface Differing {
  readonly depth: number;
  readonly differing: readonly number[] | undefined;
  readonly lacks: readonly (string | undefined)[];
  readonly asBlocks: boolean;
}

/** Other FFN widths in some layers, and layers without a part, in either way of saying it. */
function layersOf({ depth, differing, lacks, asBlocks }: Differing): Config {
  if (!differing) return {};
  const layers = differing.slice(0, depth).map((width, layer) => ({ width, skip: lacks[layer] }));
  if (asBlocks)
    return {
      block_configs: layers.map(({ width, skip }) => ({
        attention: { no_op: skip === "attention" },
        ffn: { no_op: skip === "mlp", intermediate_size: width },
      })),
    };
  const overrides = layers.map(({ width, skip }) => ({
    ...(width > 1 ? { intermediate_size: width } : {}),
    ...(skip ? { skip: [skip] } : {}),
  }));
  return { per_layer_config: Object.fromEntries(overrides.entries()) };
}
