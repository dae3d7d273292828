import { add, scale } from "../../graph/elementwise.js";
import { concat, reshape, slice } from "../../graph/layout.js";
import { constant } from "../../graph/leaves.js";
import { matMul } from "../../graph/product.js";
import { softmax } from "../../graph/softmax.js";
import { sizeOf, type Value } from "../../graph/value.js";
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
  /** Whether each head has a score of 0 beside those of its keys. */
  readonly sinks?: boolean | undefined;
}

/**
 * softmax(QKᵀ/√width)·V. Query heads that share a key/value head stand one behind the other as rows of one product.
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
function scoresOf(part: Part, { queries, keys, mask, more }: Attended): Value {
  const [sequences, heads, tokens, width] = queries.shape as [number, number, number, number];
  const [, groups, seen] = keys.shape as [number, number, number];
  const shape = [sequences, heads, tokens, seen];
  if (part.scope.isLinear) {
    const none = constant(new Float64Array(sizeOf(shape)), shape);
    return mask ? add(none, mask) : none;
  }
  const grouped = reshape(queries, [sequences, groups, (heads / groups) * tokens, width]);
  const products = reshape(matMul(grouped, keys, { transposeB: true }), shape);
  const scaled = scale(more ? add(products, more) : products, 1 / Math.sqrt(width));
  return mask ? add(scaled, mask) : scaled;
}

function softmaxOf(scores: Value, sinks: boolean): Value {
  if (!sinks) return softmax(scores);
  const [a, b, rows, seen] = scores.shape as [number, number, number, number];
  const sink = constant(new Float64Array(a * b * rows), [a, b, rows, 1]);
  return slice(softmax(concat([scores, sink], 3)), 3, 0, seen);
}
