import fc from "fast-check";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import { type Config, without } from "../architecture/configs.js";

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
      flags: fc.record(Object.fromEntries(flagKeys.map((key) => [key, fc.boolean()]))),
      sliding: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      window: fc.option(size, { nil: null }),
      some: fc.record(Object.fromEntries(sizeKeys.map((key) => [key, size]))),
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
      ...drawn.flags,
      ...drawn.some,
      ...layerTypes(modelType, drawn),
      ...layersOf(drawn),
    }))
    .map((config) => without(config, ...(refused[modelType] ?? [])));

/** Keys that a family refuses, so that configs that have them say nothing. */
const refused: Readonly<Record<string, readonly string[]>> = {
  "deberta-v2": ["embedding_size"],
  new: ["num_kv_heads"],
  mpt: ["no_bias"],
  baichuan: ["num_key_value_heads"],
  falcon_h1: ["mamba_proj_bias"],
  phi: ["head_dim"],
  stablelm: ["head_dim"],
  olmoe: ["head_dim"],
};

/** Keys of one family or another that are true or false. */
const flagKeys = [
  ...[
    "multi_query",
    "new_decoder_architecture",
    "parallel_attn",
    "bias",
    "use_bias",
    "enable_bias",
    "no_bias",
  ],
  ...["do_layer_norm_before", "use_qk_norm", "qk_layernorm", "use_qkv_bias", "use_parallel_residual"],
  ...["relative_attention", "share_att_key", "position_biased_input", "norm_bias", "classifier_bias"],
  ...[
    "decoder_bias",
    "use_sliding_window",
    "conv_bias",
    "mamba_conv_bias",
    "mamba_proj_bias",
    "use_conv_bias",
    "mamba_rms_norm",
  ],
  ...["block_auto_adjust_ff_dim", "add_qkv_bias", "add_bias_linear", "rmsnorm", "multi_query_attention"],
  ...["layer_norm_elementwise_affine", "post_layer_norm"],
];

/** Keys of one family or another that are sizes of any kind. */
const sizeKeys = [
  ...["num_kv_heads", "word_embed_proj_dim", "position_buckets", "num_hidden_groups", "n_head_kv"],
  ...["relative_attention_num_buckets", "d_head", "local_attention", "projection_dim", "kv_channels"],
  ...[
    "shared_expert_intermediate_size",
    "q_lora_rank",
    "kv_lora_rank",
    "qk_nope_head_dim",
    "qk_rope_head_dim",
  ],
  ...["v_head_dim", "n_shared_experts", "first_k_dense_replace", "linear_num_key_heads", "conv_L_cache"],
  ...["linear_num_value_heads", "linear_key_head_dim", "linear_value_head_dim", "linear_conv_kernel_dim"],
  ...["mamba_d_state", "mamba_d_conv", "mamba_expand", "mamba_dt_rank", "attn_layer_period"],
  ...[
    "expert_layer_period",
    "mamba_num_heads",
    "mamba_head_dim",
    "n_groups",
    "ssm_state_size",
    "conv_kernel",
  ],
  ...["mamba_n_heads", "mamba_n_groups"],
  ...["multi_query_group_num", "ffn_hidden_size", "num_mel_bins", "max_source_positions"],
  ...["max_target_positions", "type_vocab_size", "global_attn_every_n_layers"],
];

interface Typed {
  readonly depth: number;
  readonly heads: number;
  readonly headDim: number;
  readonly sliding: readonly boolean[];
  readonly window: number | null;
}

/** Which layers slide, are linear, or are of one kind alone, as the family says it. */
function layerTypes(modelType: ModelType, { depth, heads, headDim, sliding, window }: Typed): Config {
  const numbered = (linear: boolean) =>
    sliding.slice(0, depth).flatMap((one, layer) => (one === linear ? [layer + 1] : []));
  const typed = (other: string) => sliding.slice(0, depth).map((one) => (one ? other : "full_attention"));
  const others: Readonly<Record<string, string>> = {
    lfm2: "conv",
    qwen3_next: "linear_attention",
    qwen3_5_text: "linear_attention",
  };
  const kinds = ["mamba", "attention", "mlp", "moe"] as const;
  return {
    layer_types: typed(others[modelType] ?? "sliding_attention"),
    sliding_window: window,
    attention_types: [
      [["global", "local"].slice(0, 1 + Number(depth % 2 === 0)), depth % 2 === 0 ? depth / 2 : depth],
    ],
    layers_block_type: sliding.map((one, index) => kinds[(index + Number(one)) % kinds.length]),
    linear_attn_config: {
      ...{ num_heads: heads, head_dim: headDim, use_full_rank_gate: sliding[3] },
      ...{ kda_layers: numbered(true), full_attn_layers: numbered(false) },
    },
    norm_rel_ebd: sliding[0] ? "layer_norm" : "none",
    pos_att_type: sliding[1] ? ["c2p", "p2c"] : ["c2p"],
  };
}

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
    moe_shared_expert_intermediate_size: headDim,
    padded_vocab_size: 90,
    mamba_d_ssm: 192,
    n_routed_experts: 8,
    ...{ encoder_layers: depth, encoder_attention_heads: heads, encoder_ffn_dim: width },
    ...{ decoder_layers: drawn.decoders, decoder_attention_heads: groups, decoder_ffn_dim: headDim },
    ffn_dim: width,
    d_inner: width,
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
