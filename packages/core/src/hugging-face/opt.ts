import { configFamily, headDimOf } from "./config-family.js";
import type { HeadOf } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";

/** OPT gives the embedding another width in its 350M model alone; the way back to that width is a matrix of its own. */
const narrowHeads = (narrow: boolean): ReturnType<HeadOf> => (narrow ? { projection: true } : {});

/**
 * OPT (Zhang et al. 2022): learned positions, two more than `max_position_embeddings`; with `do_layer_norm_before` a final norm. Source:
 * transformers 5.18, `models/opt/modeling_opt.py`.
 */
export const opt = configFamily({
  summary: "decoders with learned positions, `word_embed_proj_dim`, `enable_bias`, `do_layer_norm_before`",
  heads: languageModelHeads("OPT", ["sequence", "question"]),
  headOf: (head, config) => {
    const { word_embed_proj_dim: width, hidden_size: hidden } = config;
    const narrow = typeof width === "number" && width !== hidden;
    return { ...head, ...narrowHeads(narrow) };
  },
  defaultClass: "OPTForCausalLM",
  tiedByDefault: true,
  initialiserKey: "init_std",
  body(keys, sizes) {
    const { hidden } = sizes;
    const bias = keys.flag("enable_bias", true);
    const width = keys.sizeOr("word_embed_proj_dim", "hidden", hidden);
    const before = keys.flag("do_layer_norm_before", true);
    const finalNorm = before && !keys.flag("_remove_final_layer_norm", false);
    return {
      kind: "decoder",
      embedding: {
        vocabulary: sizes.vocabulary,
        positions: keys.size("max_position_embeddings", 2 ** 24 - 2) + 2,
        width,
        ...(width === hidden ? {} : { bareProjection: true as const }),
      },
      norm: keys.flag("layer_norm_elementwise_affine", true) ? "layer" : "bare",
      finalNorm,
      layers: [
        {
          repeat: sizes.depth,
          mixer: {
            kind: "attention",
            heads: sizes.heads,
            headDim: headDimOf(keys, sizes),
            bias: bias ? "all" : "none",
          },
          ffn: { kind: "plain", width: keys.size("ffn_dim", "width"), bias },
        },
      ],
    };
  },
  flags: ({ architecture, attention, positions, ffnWidth }) => ({
    ffn_dim: ffnWidth,
    max_position_embeddings: Math.max(1, positions - 2),
    word_embed_proj_dim: architecture.embedding.width,
    enable_bias: attention?.bias !== "none",
    do_layer_norm_before: architecture.finalNorm,
    layer_norm_elementwise_affine: architecture.norm !== "bare",
  }),
});
