import { configFamily, type SizeKeys } from "./config-family.js";
import { perToken, pooled } from "./encoder-heads.js";

const xlnetKeys: SizeKeys = {
  vocabulary: "vocab_size",
  hidden: "d_model",
  depth: "n_layer",
  heads: "n_head",
};

/**
 * XLNet (Yang et al. 2019): relative positions and segments, no biases in the attention, a vector for masked tokens. Source: transformers
 * 5.18, `models/xlnet/modeling_xlnet.py`.
 */
export const xlnet = configFamily({
  summary: "encoders with relative positions and segments, no biases in the attention; `d_head`",
  heads: {
    XLNetModel: () => ({}),
    XLNetLMHeadModel: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate", vocabularyBias: true }),
    XLNetForSequenceClassification: pooled,
    XLNetForTokenClassification: perToken,
    XLNetForQuestionAnsweringSimple: perToken,
  },
  defaultClass: "XLNetLMHeadModel",
  tiedByDefault: true,
  keys: xlnetKeys,
  aliases: { hidden_size: "d_model", num_attention_heads: "n_head", num_hidden_layers: "n_layer" },
  body(keys, sizes) {
    keys.divides("n_head", sizes.heads, ["d_model", sizes.hidden]);
    const headDim = keys.sizeOr("d_head", "hidden", Math.max(1, Math.floor(sizes.hidden / sizes.heads)));
    keys.narrow("d_head", sizes.heads * headDim);
    return {
      kind: "encoder",
      embedding: { vocabulary: sizes.vocabulary, extraTokens: 1 },
      norm: "layer",
      layers: [
        {
          repeat: sizes.depth,
          mixer: {
            kind: "attention",
            heads: sizes.heads,
            headDim,
            relative: true,
            segments: true,
            bias: "none",
          },
          ffn: { kind: "plain", width: keys.size("d_inner", "width") },
        },
      ],
    };
  },
  flags: ({ headDim, ffnWidth }) => ({ d_head: headDim, d_inner: ffnWidth }),
});
