import { z } from "zod";
import type { Resolved } from "../architecture/resolve.js";
import {
  maximumDepth,
  maximumHeads,
  maximumHidden,
  maximumVocabulary,
  maximumWidth,
  size,
} from "../architecture/size.js";
import { checkValue } from "../document/check.js";
import { commonFfnWidth } from "./commonest.js";
import { type Body, bodyUnless, type Family, type HeadOf, indivisible } from "./family.js";
import { cutHeads, keptHeads, prunedHeadsProblems, prunedHeadsSchema, wholeHeads } from "./pruned-heads.js";

/*
 * BERT (Devlin et al. 2019), RoBERTa (Liu et al. 2019) and ELECTRA (Clark et al. 2020) share embeddings and encoder and
 * differ in their heads; ELECTRA's embeddings have a width of their own. `is_decoder` changes the mask, no parameter.
 */
const schema = z.looseObject({
  vocab_size: size(maximumVocabulary, "Vocabulary."),
  max_position_embeddings: size(maximumVocabulary, "Positions."),
  type_vocab_size: size(4096, "Token types. Default: 2.").nullish(),
  hidden_size: size(maximumHidden, "Hidden size."),
  num_hidden_layers: size(maximumDepth, "Layers."),
  num_attention_heads: size(maximumHeads, "Heads."),
  intermediate_size: size(maximumWidth, "FFN width."),
  pruned_heads: prunedHeadsSchema,
  position_embedding_type: z.literal("absolute").nullish(),
  is_decoder: z.boolean().nullish(),
  add_cross_attention: z.literal(false).nullish(),
});
const electraSchema = schema.extend({ embedding_size: size(maximumHidden, "Width of the embeddings.") });

type Config = z.output<typeof schema>;

function bodyOf(config: Config, embeddingWidth: number): Resolved<Body> {
  const { hidden_size: hidden, num_attention_heads: heads, num_hidden_layers: depth } = config;
  const problems = [
    ...indivisible("num_attention_heads", ["num_attention_heads", heads], ["hidden_size", hidden]),
    ...prunedHeadsProblems(config.pruned_heads, depth, heads),
  ];
  return bodyUnless(problems, () => ({
    kind: config.is_decoder ? "decoder" : "encoder",
    hidden,
    embedding: {
      vocabulary: config.vocab_size,
      positions: config.max_position_embeddings,
      tokenTypes: config.type_vocab_size ?? 2,
      width: embeddingWidth,
      norm: true,
    },
    norm: "layer",
    layers: keptHeads(config.pruned_heads, depth, heads).map((kept) => ({
      mixer: { kind: "attention", heads: kept, headDim: hidden / heads },
      ffn: { kind: "plain", width: config.intermediate_size },
    })),
  }));
}

const read: Family["read"] = (value) => {
  const { value: config, problems } = checkValue(schema, value);
  return problems ? { problems } : bodyOf(config, config.hidden_size);
};

const readElectra: Family["read"] = (value) => {
  const { value: config, problems } = checkValue(electraSchema, value);
  return problems ? { problems } : bodyOf(config, config.embedding_size);
};

const write: Family["write"] = (architecture) => {
  const { kind, hidden, embedding, layers } = architecture;
  const heads = wholeHeads(architecture);
  return {
    vocab_size: Math.max(1, embedding.vocabulary),
    max_position_embeddings: Math.max(1, embedding.positions),
    type_vocab_size: Math.max(1, embedding.tokenTypes),
    hidden_size: hidden,
    num_hidden_layers: layers.length,
    num_attention_heads: heads,
    intermediate_size: commonFfnWidth(layers),
    ...cutHeads(architecture, heads),
    ...(kind === "decoder" ? { is_decoder: true } : {}),
  };
};

const writeElectra: Family["write"] = (architecture) => ({
  ...write(architecture),
  embedding_size: architecture.embedding.width,
});

const maskedLanguageModel: HeadOf = ({ tied }) => ({
  transform: true,
  vocabulary: tied ? "tied" : "separate",
  vocabularyBias: true,
});
const pooled: HeadOf = ({ labels }) => ({ pooler: true, outputs: labels });
const perToken: HeadOf = ({ labels }) => ({ outputs: labels });

/** The pooler is there for the model itself and for tasks on whole sequences. */
export const bert: Family = {
  heads: {
    BertModel: () => ({ pooler: true }),
    BertForPreTraining: (choice) => ({ ...maskedLanguageModel(choice), pooler: true, outputs: 2 }),
    BertForMaskedLM: maskedLanguageModel,
    BertLMHeadModel: maskedLanguageModel,
    BertForSequenceClassification: pooled,
    BertForNextSentencePrediction: () => ({ pooler: true, outputs: 2 }),
    BertForMultipleChoice: () => ({ pooler: true, outputs: 1 }),
    BertForTokenClassification: perToken,
    BertForQuestionAnswering: perToken,
  },
  defaultClass: "BertForMaskedLM",
  tiedByDefault: true,
  read,
  write,
};

/** The dense layer of RoBERTa's and ELECTRA's sequence classifiers has the shape of a pooler and reads one token like it. */
export const roberta: Family = {
  heads: {
    RobertaModel: () => ({ pooler: true }),
    RobertaForMaskedLM: maskedLanguageModel,
    RobertaForCausalLM: maskedLanguageModel,
    RobertaForSequenceClassification: pooled,
    RobertaForMultipleChoice: () => ({ pooler: true, outputs: 1 }),
    RobertaForTokenClassification: perToken,
    RobertaForQuestionAnswering: perToken,
  },
  defaultClass: "RobertaForMaskedLM",
  tiedByDefault: true,
  read,
  write,
};

/** `ElectraForPreTraining` is the discriminator, `ElectraForMaskedLM` the generator. */
export const electra: Family = {
  heads: {
    ElectraModel: () => ({}),
    ElectraForPreTraining: () => ({ dense: true, outputs: 1 }),
    ElectraForMaskedLM: maskedLanguageModel,
    ElectraForCausalLM: maskedLanguageModel,
    ElectraForSequenceClassification: pooled,
    ElectraForTokenClassification: perToken,
    ElectraForQuestionAnswering: perToken,
  },
  defaultClass: "ElectraForMaskedLM",
  tiedByDefault: true,
  read: readElectra,
  write: writeElectra,
};
