import type { HeadOf } from "./family.js";

/** A masked language model: a dense layer, a norm, and a projection to the vocabulary with a bias. */
export const maskedLanguageModel: HeadOf = ({ tied }) => ({
  transform: true,
  vocabulary: tied ? "tied" : "separate",
  vocabularyBias: true,
});

/** A classifier of whole sequences: a dense layer on one token, then the labels. */
export const pooled: HeadOf = ({ labels }) => ({ pooler: true, outputs: labels });

/** A classifier of tokens, and of the beginning and the end of an answer. */
export const perToken: HeadOf = ({ labels }) => ({ outputs: labels });

/** One score for each of several sequences. */
export const multipleChoice: HeadOf = () => ({ pooler: true, outputs: 1 });
