import { add, multiply, negate } from "../graph/elementwise.js";
import { concat, slice } from "../graph/layout.js";
import type { Value } from "../graph/value.js";
import { table } from "./constants.js";

/** Base of the wavelengths, as in RoFormer and Llama. */
const base = 10_000;

/**
 * Rotary positions (Su et al. 2021): feature i of the first half and feature i of the second turn together by an angle that grows with the
 * position. An odd feature at the end is left as it is.
 *
 * @param value … × tokens × width
 */
export function rotary(value: Value): Value {
  const [tokens, width] = value.shape.slice(-2) as [number, number];
  const half = Math.floor(width / 2);
  if (half === 0) return value;
  const axis = value.shape.length - 1;
  const angle = (token: number, col: number): number => token / base ** ((col % half) / half);
  const turned = slice(value, axis, 0, 2 * half);
  const quarter = concat([negate(slice(turned, axis, half, 2 * half)), slice(turned, axis, 0, half)], axis);
  const result = add(
    multiply(
      turned,
      table(tokens, 2 * half, (token, col) => Math.cos(angle(token, col))),
    ),
    multiply(
      quarter,
      table(tokens, 2 * half, (token, col) => Math.sin(angle(token, col))),
    ),
  );
  return width === 2 * half ? result : concat([result, slice(value, axis, 2 * half, width)], axis);
}
