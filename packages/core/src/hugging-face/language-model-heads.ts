import type { HeadOf, Heads } from "./family.js";

/** The other classes that transformers has of a decoder. */
type Task = "sequence" | "token" | "question";

const tasks: Readonly<Record<Task, readonly [suffix: string, head: HeadOf]>> = {
  sequence: ["ForSequenceClassification", ({ labels }) => ({ outputs: labels, outputsBias: false })],
  token: ["ForTokenClassification", ({ labels }) => ({ outputs: labels })],
  question: ["ForQuestionAnswering", () => ({ outputs: 2 })],
};

/**
 * The heads of decoders that not all have every class.
 *
 * @param prefix what class names begin with, as `GPTJ`
 * @param others the classes beside the model and its language model
 * @param more what the projection to the vocabulary has beside its matrix
 */
export function languageModelHeads(
  prefix: string,
  others: readonly Task[] = [],
  more: ReturnType<HeadOf> = {},
): Heads {
  return {
    [`${prefix}Model`]: () => ({}),
    [`${prefix}ForCausalLM`]: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate", ...more }),
    ...Object.fromEntries(others.map((task) => [prefix + tasks[task][0], tasks[task][1]])),
  };
}
