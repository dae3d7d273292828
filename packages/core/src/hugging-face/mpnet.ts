import { configFamily, headDimOf } from "./config-family.js";
import { maskedLanguageModel, multipleChoice, perToken, pooled } from "./encoder-heads.js";

/**
 * MPNet (Song et al. 2020): BERT without token types, with position buckets that all layers use, which stand in the first. Source:
 * transformers 5.18, `models/mpnet/modeling_mpnet.py`.
 */
export const mpnet = configFamily({
  summary: "the same as `bert` without token types, with relative position buckets",
  heads: {
    MPNetModel: () => ({ pooler: true }),
    MPNetForMaskedLM: maskedLanguageModel,
    MPNetForSequenceClassification: pooled,
    MPNetForMultipleChoice: multipleChoice,
    MPNetForTokenClassification: perToken,
    MPNetForQuestionAnswering: perToken,
  },
  defaultClass: "MPNetForMaskedLM",
  tiedByDefault: true,
  body(keys, sizes) {
    const mixer = { kind: "attention", heads: sizes.heads, headDim: headDimOf(keys, sizes) } as const;
    const ffn = { kind: "plain", width: keys.size("intermediate_size", "width") } as const;
    const positionBuckets = keys.sizeOr("relative_attention_num_buckets", 4096, 32);
    return {
      kind: "encoder",
      embedding: {
        vocabulary: sizes.vocabulary,
        positions: keys.size("max_position_embeddings", "vocabulary"),
        norm: true,
      },
      norm: "layer",
      layers: [
        { mixer: { ...mixer, positionBuckets }, ffn },
        ...(sizes.depth > 1 ? [{ repeat: sizes.depth - 1, mixer, ffn }] : []),
      ],
    };
  },
  flags: ({ architecture: { layers }, positions, ffnWidth }) => ({
    intermediate_size: ffnWidth,
    max_position_embeddings: positions,
    relative_attention_num_buckets:
      layers[0]?.mixer?.kind === "attention" ? Math.max(1, layers[0].mixer.positionBuckets) : 1,
  }),
});
