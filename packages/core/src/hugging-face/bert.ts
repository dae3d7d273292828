import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { maximumVocabulary, size } from "../architecture/size.js";
import { maskedLanguageModel, multipleChoice, perToken, pooled } from "./encoder-heads.js";
import type { Body, Family, Values } from "./family.js";
import type { EmbeddingNames, HeadNames } from "./frame-tensors.js";
import type { LayerNames } from "./layer-tensors.js";
import { bertKeys, headsSetTheirWidth, standardLayers } from "./standard-layers.js";
import { namedTensors } from "./tensor-names.js";

/** What BERT, RoBERTa and ELECTRA say beside their sizes. `is_decoder` changes the mask, no parameter. */
export const bertSchema = z.looseObject({
  vocab_size: size(maximumVocabulary, "Vocabulary."),
  max_position_embeddings: size(maximumVocabulary, "Positions."),
  type_vocab_size: size(4096, "Token types. Default: 2.").nullish(),
  position_embedding_type: z.literal("absolute").nullish(),
  is_decoder: z.boolean().nullish(),
  add_cross_attention: z.literal(false).nullish(),
});

/** Embeddings of a width, and encoder or decoder. */
export const bertFrame = (
  config: z.output<typeof bertSchema>,
  width: number,
): Omit<Body, "hidden" | "norm" | "layers"> => ({
  kind: config.is_decoder ? "decoder" : "encoder",
  embedding: {
    vocabulary: config.vocab_size,
    positions: config.max_position_embeddings,
    tokenTypes: config.type_vocab_size ?? 2,
    width,
    norm: true,
  },
});

export const bertKeysOf = ({ kind, embedding }: Architecture): Values => ({
  vocab_size: Math.max(1, embedding.vocabulary),
  max_position_embeddings: Math.max(1, embedding.positions),
  type_vocab_size: Math.max(1, embedding.tokenTypes),
  ...(kind === "decoder" ? { is_decoder: true } : {}),
});

/** What the three call their tensors, heads aside. */
export const bertTensors = (head: HeadNames) =>
  namedTensors({ embedding: embeddingNames, head, layer: (number) => layerNames(`encoder.layer.${number}`) });

const embeddingNames: EmbeddingNames = {
  vocabulary: "embeddings.word_embeddings.weight",
  position: "embeddings.position_embeddings.weight",
  tokenType: "embeddings.token_type_embeddings.weight",
  norm: "embeddings.LayerNorm",
  projection: "embeddings_project",
};

const layerNames = (at: string): LayerNames => ({
  at,
  mixer: {
    norm: "attention.output.LayerNorm",
    dense: {
      "attention.self.query": ["query"],
      "attention.self.key": ["key"],
      "attention.self.value": ["value"],
      "attention.output.dense": ["output"],
    },
  },
  ffn: { norm: "output.LayerNorm", dense: { "intermediate.dense": ["up"], "output.dense": ["down"] } },
});

/** Position numbers, which old versions saved. */
export const positionIds = /position_ids$/;

/** BERT (Devlin et al. 2019). The pooler is there for the model itself and for tasks on whole sequences. */
export const bert: Family = {
  summary:
    "encoders with learned positions and token types, a norm over the embeddings, plain FFNs; with `is_decoder` decoders",
  heads: {
    BertModel: () => ({ pooler: true }),
    BertForPreTraining: (choice) => ({ ...maskedLanguageModel(choice), pooler: true, outputs: 2 }),
    BertForMaskedLM: maskedLanguageModel,
    BertLMHeadModel: maskedLanguageModel,
    BertForSequenceClassification: pooled,
    BertForNextSentencePrediction: () => ({ pooler: true, outputs: 2 }),
    BertForMultipleChoice: multipleChoice,
    BertForTokenClassification: perToken,
    BertForQuestionAnswering: perToken,
  },
  defaultClass: "BertForMaskedLM",
  tiedByDefault: true,
  ...standardLayers({ keys: bertKeys, schema: bertSchema, frame: bertFrame, keysOf: bertKeysOf }),
  prefix: "bert.",
  tensors: bertTensors({
    bodyPooler: "pooler.dense",
    transform: "cls.predictions.transform.dense",
    transformNorm: "cls.predictions.transform.LayerNorm",
    vocabulary: "cls.predictions.decoder",
    vocabularyBias: ["cls.predictions.bias", "cls.predictions.decoder.bias"],
    task: ["cls.seq_relationship", "classifier", "qa_outputs"],
  }),
  ignored: positionIds,
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
};
