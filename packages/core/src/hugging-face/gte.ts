import { configFamily, headDimOf } from "./config-family.js";
import { maskedLanguageModel, perToken, pooled } from "./encoder-heads.js";

/**
 * GTE 1.5 (Zhang et al. 2024), whose model_type is `new`: BERT with rotary positions and gated FFNs that have a bias down alone. Source: its own
 * code, huggingface.co/Alibaba-NLP/new-impl, `modeling.py`.
 */
export const gte = configFamily({
  summary: "GTE 1.5: the same as `bert` with rotary positions and gated FFNs; `layer_norm_type`",
  heads: {
    NewModel: () => ({}),
    NewForMaskedLM: maskedLanguageModel,
    NewForSequenceClassification: pooled,
    NewForTokenClassification: perToken,
    NewForQuestionAnswering: perToken,
  },
  defaultClass: "NewModel",
  tiedByDefault: true,
  body(keys, sizes) {
    keys.refuseUnlessNothing(
      "num_kv_heads",
      "requires grouped heads, which the published code does not have",
    );
    const absolute = keys.text("position_embedding_type", "rope") === "absolute";
    const type = keys.text("layer_norm_type", "layer_norm");
    if (type !== "layer_norm" && type !== "rms_norm")
      keys.refuse("layer_norm_type", `must be layer_norm or rms_norm, not ${type}`);
    return {
      kind: "encoder",
      embedding: {
        vocabulary: sizes.vocabulary,
        positions: absolute ? keys.size("max_position_embeddings", "vocabulary") : 0,
        tokenTypes: keys.countOr("type_vocab_size", 4096, 1),
        norm: true,
      },
      norm: type === "rms_norm" ? "rms" : "layer",
      layers: [
        {
          repeat: sizes.depth,
          mixer: { kind: "attention", heads: sizes.heads, headDim: headDimOf(keys, sizes) },
          ffn: { kind: "gated", width: keys.size("intermediate_size", "width"), downBias: true },
        },
      ],
    };
  },
  flags: ({ architecture: { embedding, norm }, ffnWidth, positions }) => ({
    intermediate_size: ffnWidth,
    position_embedding_type: embedding.positions > 0 ? "absolute" : "rope",
    max_position_embeddings: positions,
    type_vocab_size: embedding.tokenTypes,
    layer_norm_type: norm === "rms" ? "rms_norm" : "layer_norm",
  }),
});
