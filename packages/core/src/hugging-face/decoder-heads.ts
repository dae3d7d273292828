import type { Heads } from "./family.js";

/**
 * The heads of decoders, the same in every family: a projection to the vocabulary without bias, or outputs on every token, of
 * which sequence classification reads the last.
 *
 * @param prefix what class names begin with, as `Llama`
 * @param languageModel name of the class that predicts the next token, as `LlamaForCausalLM`
 * @param answersQuestions whether transformers has a class for extractive question answering
 */
export function decoderHeads(prefix: string, languageModel: string, answersQuestions = true): Heads {
  return {
    [`${prefix}Model`]: () => ({}),
    [languageModel]: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
    [`${prefix}ForSequenceClassification`]: ({ labels }) => ({ outputs: labels, outputsBias: false }),
    [`${prefix}ForTokenClassification`]: ({ labels }) => ({ outputs: labels }),
    ...(answersQuestions ? { [`${prefix}ForQuestionAnswering`]: () => ({ outputs: 2 }) } : {}),
  };
}
