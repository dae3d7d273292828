import type { Architecture } from "@zerolm/core";
import { add, scale, tanh } from "../graph/elementwise.js";
import { concat, reshape, slice } from "../graph/layout.js";
import { matMul } from "../graph/product.js";
import { logSoftmax } from "../graph/softmax.js";
import type { Value } from "../graph/value.js";
import { activated, gelu, softlyCapped } from "./activation.js";
import { norm } from "./norm.js";
import { Part, type Scope } from "./scope.js";
import type { Stream } from "./stream.js";

/**
 * Logarithms of the probabilities of all tokens. An architecture without a projection to the vocabulary has its token embedding for one.
 *
 * @param hidden rows × hidden, behind the final norm
 * @returns rows × vocabulary
 */
export const logProbabilities = (architecture: Architecture, scope: Scope, hidden: Value): Value =>
  architecture.embedding.adaptive
    ? adaptiveLogProbabilities(architecture, new Part(scope, "head"), hidden)
    : logSoftmax(tokenScores(architecture, scope, hidden));

/**
 * Scores of all tokens, whose softmax are their probabilities. An adaptive embedding has none.
 *
 * @param hidden rows × hidden, behind the final norm
 * @returns rows × vocabulary
 */
export function tokenScores(architecture: Architecture, scope: Scope, hidden: Value): Value {
  const { head } = architecture;
  const part = new Part(scope, "head");
  if (head.transform) {
    const transformed = norm(
      scope,
      activated(scope, scope.forward.headActivation, part.linear(hidden, "transform")),
      part.normName("transform.norm"),
    );
    return logits(architecture, part, transformed);
  }
  const narrow = head.projection ? part.linear(hidden, "projection") : hidden;
  return logits(architecture, part, narrow);
}

/** Scores of all tokens with their bias, factor and cap, as far as there are any. */
function logits(architecture: Architecture, part: Part, from: Value): Value {
  const { logitFactor, logitCap } = part.scope.forward;
  const scores = toVocabulary(architecture, part, from);
  const scaled = logitFactor === 1 ? scores : scale(scores, logitFactor);
  return logitCap === undefined ? scaled : softlyCapped(scaled, logitCap);
}

/** Scores of all tokens; with the token embedding back through its projection where the widths differ. */
function toVocabulary({ head, embedding, hidden }: Architecture, part: Part, from: Value): Value {
  if (head.vocabulary === "separate") return part.linear(from, "vocabulary");
  const table = part.scope.weights.get("embedding.vocabulary").value;
  const isWide = from.shape[1] === hidden && embedding.width !== hidden;
  const narrow = isWide ? matMul(from, part.scope.weights.get("embedding.projection").value) : from;
  return part.biased(matMul(narrow, table, { transposeB: true }), "vocabulary");
}

/**
 * Adaptive softmax (Grave et al. 2017): the first cluster and one entry for each other cluster share a softmax; each other cluster has one of
 * its own, whose logarithms are added to that of its entry.
 */
function adaptiveLogProbabilities({ embedding, head }: Architecture, part: Part, hidden: Value): Value {
  const clusters = (embedding.adaptive?.cutoffs.length ?? 0) + 1;
  const isEach = (embedding.adaptive?.divide ?? 1) > 1;
  const own = (role: string, index: number): Value => {
    const isOwn = head.vocabulary === "separate" || (role === "projection" && index < head.ownProjections);
    return isOwn && part.has(role, index)
      ? part.weight(role, index)
      : new Part(part.scope, "embedding").weight(role, isEach || role === "vocabulary" ? index : 0);
  };
  const narrow = (index: number): Value => {
    const isOwn = part.has("projection", index);
    if (isOwn) return matMul(hidden, own("projection", index), { transposeB: true });
    return embedding.width === part.scope.frame.hidden && !isEach
      ? hidden
      : matMul(hidden, own("projection", index));
  };
  const scores = (index: number): Value =>
    matMul(narrow(index), own("vocabulary", index), { transposeB: true });
  if (clusters === 1) return logSoftmax(scores(0));
  const entries = matMul(narrow(0), part.weight("cluster"), { transposeB: true });
  const first = logSoftmax(concat([scores(0), entries], 1));
  const size = first.shape[1] - (clusters - 1);
  const others = Array.from({ length: clusters - 1 }, (_, index) =>
    add(logSoftmax(scores(index + 1)), slice(first, 1, size + index, size + index + 1)),
  );
  return concat([slice(first, 1, 0, size), ...others], 1);
}

/**
 * What the head puts out beside the vocabulary: the pooled token and the outputs of a task, as far as the architecture has them.
 */
export function taskOutputs({ head }: Architecture, scope: Scope, stream: Stream): Value[] {
  const part = new Part(scope, "head");
  const dense = head.dense ? activated(scope, gelu, part.linear(stream.value, "dense")) : stream.value;
  const first = firstTokens({ ...stream, value: dense });
  const pooled = head.pooler ? pool(scope, part.linear(firstTokens(stream), "pooler")) : undefined;
  const read = head.dense ? undefined : pooled;
  const seen = read ?? (head.oneToken || head.pooler ? first : dense);
  const outputs = head.outputs > 0 ? [part.linear(seen, "task")] : head.dense ? [dense] : [];
  return [...(pooled ? [pooled] : []), ...outputs];
}

const pool = ({ isLinear }: Scope, value: Value): Value => (isLinear ? value : tanh(value));

/** The first token of each sequence. */
function firstTokens({ value, sequences, tokens }: Stream): Value {
  const width = value.shape[1];
  return reshape(slice(reshape(value, [sequences, tokens, width]), 1, 0, 1), [sequences, width]);
}
