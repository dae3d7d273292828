import { maximumHidden, size } from "../architecture/size.js";
import { bertFrame, bertKeysOf, bertSchema, bertTensors, positionIds } from "./bert.js";
import { maskedLanguageModel, perToken, pooled } from "./encoder-heads.js";
import type { Family } from "./family.js";
import { bertKeys, headsSetTheirWidth, standardLayers } from "./standard-layers.js";

/** ELECTRA (Clark et al. 2020): `ElectraForPreTraining` is the discriminator, `ElectraForMaskedLM` the generator. */
export const electra: Family = {
  summary: "the same as `bert` with embeddings of another width; discriminator and generator",
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
  ...standardLayers({
    keys: bertKeys,
    schema: bertSchema.extend({ embedding_size: size(maximumHidden, "Width of the embeddings.") }),
    frame: (config) => bertFrame(config, config.embedding_size),
    keysOf: (architecture) => ({
      ...bertKeysOf(architecture),
      embedding_size: architecture.embedding.width,
    }),
  }),
  prefix: "electra.",
  tensors: bertTensors({
    pooler: "classifier.dense",
    transform: "generator_predictions.dense",
    transformNorm: "generator_predictions.LayerNorm",
    vocabulary: "generator_lm_head",
    dense: "discriminator_predictions.dense",
    task: ["discriminator_predictions.dense_prediction", "classifier.out_proj", "classifier", "qa_outputs"],
  }),
  ignored: positionIds,
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
};
