import { add, scale } from "../../graph/elementwise.js";
import { concat, reshape, slice } from "../../graph/layout.js";
import { constant, filled } from "../../graph/leaves.js";
import { matMul } from "../../graph/product.js";
import { softmax } from "../../graph/softmax.js";
import { sizeOf, type Value } from "../../graph/value.js";
import { softlyCapped } from "../activation.js";
import type { Part } from "../scope.js";

/** What attention is computed of. */
export interface Attended {
  /** sequences × heads × tokens × width */
  readonly queries: Value;
  /** sequences × key/value heads × attended × width */
  readonly keys: Value;
  /** sequences × key/value heads × attended × width of a value */
  readonly values: Value;
  /** Added to scores before the softmax: tokens × attended. */
  readonly mask?: Value | undefined;
  /** Added to the products of queries and keys before they are divided: sequences × heads × tokens × attended. */
  readonly more?: Value | undefined;
  /** What products of queries and keys are multiplied by. Default: 1/√width. */
  readonly factor?: number | undefined;
  /** Whether each head has a score of 0 beside those of its keys. */
  readonly sinks?: boolean | undefined;
}

/**
 * softmax(factor·QKᵀ)·V. Query heads that share a key/value head stand one behind the other as rows of one product.
 *
 * @returns sequences × heads × tokens × width of a value
 */
export function attend(part: Part, attended: Attended): Value {
  const { queries, keys, values } = attended;
  const [sequences, heads, tokens] = queries.shape as [number, number, number, number];
  const [, groups, seen] = keys.shape as [number, number, number];
  const rows = (heads / groups) * tokens;
  const scores = reshape(scoresOf(part, attended), [sequences, groups, rows, seen]);
  const probabilities = softmaxOf(scores, attended.sinks ?? false);
  const byHead = reshape(probabilities, [sequences, heads, tokens, seen]);
  part.scope.attention.push({ name: part.name, value: byHead });
  return reshape(matMul(probabilities, values), [sequences, heads, tokens, values.shape[3]]);
}

/** sequences × heads × tokens × attended. In a network that is made linear all that are seen have one score. */
function scoresOf({ scope }: Part, { queries, keys, mask, more, factor }: Attended): Value {
  const [sequences, heads, tokens, width] = queries.shape as [number, number, number, number];
  const [, groups, seen] = keys.shape as [number, number, number];
  const shape = [sequences, heads, tokens, seen];
  if (scope.isLinear) {
    const none = constant(new Float64Array(sizeOf(shape)), shape);
    return mask ? add(none, mask) : none;
  }
  const times = factor ?? 1 / Math.sqrt(width);
  // There are far fewer numbers in queries than in scores.
  const asking = more ? queries : scale(queries, times);
  const grouped = reshape(asking, [sequences, groups, (heads / groups) * tokens, width]);
  const products = reshape(matMul(grouped, keys, { transposeB: true }), shape);
  const scaled = more ? scale(add(products, more), times) : products;
  const { scoreCap } = scope.forward;
  const capped = scoreCap === undefined ? scaled : softlyCapped(scaled, scoreCap);
  return mask ? add(capped, mask) : capped;
}

function softmaxOf(scores: Value, sinks: boolean): Value {
  if (!sinks) return softmax(scores);
  const [a, b, rows, seen] = scores.shape as [number, number, number, number];
  const sink = filled(0, [a, b, rows, 1]);
  return slice(softmax(concat([scores, sink], 3)), 3, 0, seen);
}
