import { add, multiply } from "../../graph/elementwise.js";
import { pad, reshape, slice } from "../../graph/layout.js";
import type { Value } from "../../graph/value.js";
import type { Batch } from "../stream.js";

/**
 * Σₖ of tokens k − before places on, each times a factor; zeros beyond the ends of a sequence.
 *
 * @param value sequences × tokens × …
 * @param kernel how many tokens are added
 * @param before how many of them stand before the own
 * @param factor of tap k, repeated to the shape of `value` if it is smaller
 */
export function tapped(value: Value, kernel: number, before: number, factor: (tap: number) => Value): Value {
  const tokens = value.shape[1];
  const padded = pad(value, 1, before, kernel - 1 - before);
  const taps = Array.from({ length: kernel }, (_, tap) =>
    multiply(slice(padded, 1, tap, tap + tokens), factor(tap)),
  );
  return taps.reduce(add);
}

/** How many taps stand before the own token: all of them where later tokens are hidden, else half. */
export const tapsBefore = (kernel: number, isCausal: boolean): number =>
  isCausal ? kernel - 1 : Math.floor(kernel / 2);

/**
 * A convolution over each feature by itself.
 *
 * @param value tokens × width
 * @param weight width × kernel
 */
export function depthwise(
  value: Value,
  { sequences, tokens }: Batch,
  weight: Value,
  isCausal: boolean,
): Value {
  const [width, kernel] = weight.shape as [number, number];
  const apart = reshape(value, [sequences, tokens, width]);
  const made = tapped(apart, kernel, tapsBefore(kernel, isCausal), (tap) =>
    reshape(slice(weight, 1, tap, tap + 1), [width]),
  );
  return reshape(made, [sequences * tokens, width]);
}
