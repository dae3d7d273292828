import { configFamily, headDimOf } from "./config-family.js";
import { maskedLanguageModel, multipleChoice, perToken } from "./encoder-heads.js";
import { inRuns, type LayerInput } from "./family.js";

/**
 * ALBERT (Lan et al. 2020): BERT with narrow embeddings, whose layers have one set of weights, or one for each of `num_hidden_groups` groups.
 * Source: transformers 5.18, `models/albert/modeling_albert.py`.
 */
export const albert = configFamily({
  summary: "the same as `bert` with narrow embeddings and layers that share their weights",
  heads: {
    AlbertModel: () => ({ pooler: true }),
    AlbertForPreTraining: (choice) => ({ ...maskedLanguageModel(choice), pooler: true, outputs: 2 }),
    AlbertForMaskedLM: maskedLanguageModel,
    AlbertForSequenceClassification: ({ labels }) => ({ pooler: true, outputs: labels }),
    AlbertForMultipleChoice: multipleChoice,
    AlbertForTokenClassification: perToken,
    AlbertForQuestionAnswering: perToken,
  },
  defaultClass: "AlbertForMaskedLM",
  tiedByDefault: true,
  body(keys, sizes) {
    const groups = keys.sizeOr("num_hidden_groups", "depth", 1);
    if (groups > sizes.depth && keys.problems.length === 0)
      keys.refuse("num_hidden_groups", `is ${groups}, more than ${sizes.depth} layers`);
    if (keys.sizeOr("inner_group_num", "depth", 1) > 1)
      keys.refuse("inner_group_num", "is more than 1: several layers in a group are not read");
    const width = keys.sizeOr("embedding_size", "hidden", 128);
    if (width === sizes.hidden && keys.problems.length === 0)
      keys.refuse(
        "embedding_size",
        "equals hidden_size, and a projection between equal widths is not supported",
      );
    const layer: LayerInput = {
      mixer: { kind: "attention", heads: sizes.heads, headDim: headDimOf(keys, sizes) },
      ffn: { kind: "plain", width: keys.size("intermediate_size", "width") },
    };
    // The group of a layer, as AlbertTransformer.forward has it.
    const groupOf = (index: number): number => Math.floor(index / (sizes.depth / groups));
    const repeats = Array.from(
      { length: sizes.depth },
      (_, index) => index > 0 && groupOf(index) === groupOf(index - 1),
    );
    return {
      kind: "encoder",
      embedding: {
        vocabulary: sizes.vocabulary,
        positions: keys.size("max_position_embeddings", "vocabulary"),
        tokenTypes: keys.sizeOr("type_vocab_size", 4096, 2),
        width,
        norm: true,
      },
      norm: "layer",
      layers: inRuns(repeats, (shared) => (shared ? { ...layer, shared: true } : layer)),
    };
  },
  flags: ({ architecture, positions, ffnWidth }) => ({
    intermediate_size: ffnWidth,
    max_position_embeddings: positions,
    type_vocab_size: Math.max(1, architecture.embedding.tokenTypes),
    embedding_size: architecture.embedding.width,
    num_hidden_groups: architecture.layers.filter(({ shared }) => !shared).length,
  }),
});
