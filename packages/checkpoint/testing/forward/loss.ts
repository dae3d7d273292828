import { UsageError } from "@zerolm/core";
import type { Kernels } from "../../src/kernel/kernels.js";
import { forward } from "./forward.js";
import type { Llama } from "./llama.js";

/** How a text is cut: window i predicts tokens i·context + 1 … (i + 1)·context from tokens i·context … (i + 1)·context − 1. */
export interface Windows {
  readonly windows: number;
  readonly context: number;
}

/**
 * Mean cross-entropy in nats a token (a byte, for a model of bytes) over the first windows of a text.
 *
 * @param tokens of the text, at least windows · context + 1
 * @throws {UsageError} where the text is shorter, or holds a token that the model does not know
 * @example
 * const loss = lossOf(model, await readFile("eval.txt"), { windows: 32, context: 128 });
 */
export function lossOf(
  model: Llama,
  tokens: ArrayLike<number>,
  { windows, context }: Windows,
  multiply?: Kernels["multiply"],
): number {
  const vocabulary = model.embedding.length / model.hidden;
  if (tokens.length < windows * context + 1)
    throw new UsageError(
      `the text has ${tokens.length} tokens; ${windows} windows need ${windows * context + 1}`,
    );
  let sum = 0;
  for (let window = 0; window < windows; window++) {
    const inputs = Array.from({ length: context }, (_, at) =>
      tokenAt(tokens, window * context + at, vocabulary),
    );
    const logits = forward(model, inputs, multiply);
    for (let at = 0; at < context; at++) {
      const target = tokenAt(tokens, window * context + at + 1, vocabulary);
      sum += crossEntropy(logits.subarray(at * vocabulary, (at + 1) * vocabulary), target);
    }
  }
  return sum / (windows * context);
}

function tokenAt(tokens: ArrayLike<number>, at: number, vocabulary: number): number {
  const token = tokens[at] as number;
  if (token < vocabulary) return token;
  throw new UsageError(`token ${token} at place ${at} is not in the vocabulary of ${vocabulary}`);
}

/** −ln softmax(logits)[target]. */
function crossEntropy(logits: Float32Array, target: number): number {
  const largest = logits.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return largest + Math.log(sum) - (logits[target] as number);
}
