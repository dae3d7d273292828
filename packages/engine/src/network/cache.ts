import { concat } from "../graph/layout.js";
import { input } from "../graph/leaves.js";
import type { Value } from "../graph/value.js";
import type { Mix } from "./mixer/mix.js";
import type { Part } from "./scope.js";

/** What is computed of tokens for attention: sequences × key/value heads × tokens × width. */
interface KeysAndValues {
  readonly keys: Value;
  readonly values: Value;
}

/** The names under which keys and values of earlier tokens are given, as Optimum has them. */
export const pastName = (layer: number, what: "key" | "value"): string => `past_key_values.${layer}.${what}`;

/** Keys and values of all tokens: those of the cache, if there is one, before the new ones. */
export function withCache(
  { scope }: Part,
  { layer, stream, source }: Mix,
  own: KeysAndValues,
): KeysAndValues {
  const { reach } = scope;
  if (!reach?.hasCache || stream !== source) return own;
  scope.cache.push({ layer, ...own });
  const whole = (value: Value, what: "key" | "value"): Value =>
    concat([input(pastName(layer, what), value.shape.with(2, reach.past)), value], 2);
  return { keys: whole(own.keys, "key"), values: whole(own.values, "value") };
}
