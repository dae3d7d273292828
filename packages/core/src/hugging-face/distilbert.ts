import { z } from "zod";
import { maximumVocabulary, size } from "../architecture/size.js";
import { positionIds } from "./bert.js";
import { maskedLanguageModel, multipleChoice, perToken, pooled } from "./encoder-heads.js";
import type { Family } from "./family.js";
import type { LayerNames } from "./layer-tensors.js";
import { headsSetTheirWidth, standardLayers } from "./standard-layers.js";
import { namedTensors } from "./tensor-names.js";

const layerNames = (at: string): LayerNames => ({
  at,
  mixer: {
    norm: "sa_layer_norm",
    dense: {
      "attention.q_lin": ["query"],
      "attention.k_lin": ["key"],
      "attention.v_lin": ["value"],
      "attention.out_lin": ["output"],
    },
  },
  ffn: { norm: "output_layer_norm", dense: { "ffn.lin1": ["up"], "ffn.lin2": ["down"] } },
});

/** DistilBERT (Sanh et al. 2019). Sinusoidal positions are stored as learned ones are. */
export const distilbert: Family = {
  summary: "the same as `bert` without token types",
  heads: {
    DistilBertModel: () => ({}),
    DistilBertForMaskedLM: maskedLanguageModel,
    DistilBertForSequenceClassification: pooled,
    DistilBertForMultipleChoice: multipleChoice,
    DistilBertForTokenClassification: perToken,
    DistilBertForQuestionAnswering: () => ({ outputs: 2 }),
  },
  defaultClass: "DistilBertForMaskedLM",
  tiedByDefault: true,
  ...standardLayers({
    keys: { hidden: "dim", depth: "n_layers", heads: "n_heads", ffnWidth: "hidden_dim" },
    schema: z.looseObject({
      vocab_size: size(maximumVocabulary, "Vocabulary."),
      max_position_embeddings: size(maximumVocabulary, "Positions."),
    }),
    frame: ({ vocab_size: vocabulary, max_position_embeddings: positions }) => ({
      kind: "encoder",
      embedding: { vocabulary, positions, norm: true },
    }),
    keysOf: ({ embedding }) => ({
      vocab_size: Math.max(1, embedding.vocabulary),
      max_position_embeddings: Math.max(1, embedding.positions),
    }),
  }),
  prefix: "distilbert.",
  tensors: namedTensors({
    embedding: {
      vocabulary: "embeddings.word_embeddings.weight",
      position: "embeddings.position_embeddings.weight",
      norm: "embeddings.LayerNorm",
    },
    head: {
      transform: "vocab_transform",
      transformNorm: "vocab_layer_norm",
      vocabulary: "vocab_projector",
      pooler: "pre_classifier",
      task: ["classifier", "qa_outputs"],
    },
    layer: (number) => layerNames(`transformer.layer.${number}`),
  }),
  ignored: positionIds,
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
};
