import { bertFrame, bertKeysOf, bertSchema, bertTensors, positionIds } from "./bert.js";
import { maskedLanguageModel, multipleChoice, perToken, pooled } from "./encoder-heads.js";
import type { Family } from "./family.js";
import { bertKeys, headsSetTheirWidth, standardLayers } from "./standard-layers.js";

/** RoBERTa (Liu et al. 2019). The dense layer of its sequence classifiers has the shape of a pooler and reads one token like it. */
export const roberta: Family = {
  summary: "the same as `bert`",
  heads: {
    RobertaModel: () => ({ pooler: true }),
    RobertaForMaskedLM: maskedLanguageModel,
    RobertaForCausalLM: maskedLanguageModel,
    RobertaForSequenceClassification: pooled,
    RobertaForMultipleChoice: multipleChoice,
    RobertaForTokenClassification: perToken,
    RobertaForQuestionAnswering: perToken,
  },
  defaultClass: "RobertaForMaskedLM",
  tiedByDefault: true,
  ...standardLayers({ keys: bertKeys, schema: bertSchema, frame: bertFrame, keysOf: bertKeysOf }),
  prefix: "roberta.",
  tensors: bertTensors({
    bodyPooler: "pooler.dense",
    pooler: "classifier.dense",
    transform: "lm_head.dense",
    transformNorm: "lm_head.layer_norm",
    vocabulary: "lm_head.decoder",
    vocabularyBias: ["lm_head.bias", "lm_head.decoder.bias"],
    task: ["classifier.out_proj", "classifier", "qa_outputs"],
  }),
  ignored: positionIds,
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
};
