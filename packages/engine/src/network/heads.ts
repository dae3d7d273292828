import { reshape, transpose } from "../graph/layout.js";
import { expand } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import type { Batch } from "./stream.js";

/** tokens × heads·width → sequences × heads × tokens × width. */
export function splitHeads(value: Value, { sequences, tokens }: Batch, heads: number): Value {
  const width = value.shape[1] / heads;
  return transpose(reshape(value, [sequences, tokens, heads, width]), [0, 2, 1, 3]);
}

/** sequences × heads × tokens × width → tokens × heads·width. */
export function mergeHeads(value: Value): Value {
  const [sequences, heads, tokens, width] = value.shape as [number, number, number, number];
  return reshape(transpose(value, [0, 2, 1, 3]), [sequences * tokens, heads * width]);
}

/** Key/value heads repeated for the query heads that share each: sequences × heads × tokens × width. */
export function repeatHeads(value: Value, heads: number): Value {
  const [sequences, own, tokens, width] = value.shape as [number, number, number, number];
  if (own === heads) return value;
  const apart = reshape(value, [sequences, own, 1, tokens, width]);
  return reshape(expand(apart, [sequences, own, heads / own, tokens, width]), [
    sequences,
    heads,
    tokens,
    width,
  ]);
}
