import type { Rotary } from "../forward/rotary.js";
import { add, multiply, negate } from "../graph/elementwise.js";
import { concat, reshape, slice } from "../graph/layout.js";
import type { Value } from "../graph/value.js";
import { table } from "./constants.js";
import { rowsAt } from "./reach.js";
import type { Scope } from "./scope.js";

/**
 * Rotary positions (Su et al. 2021): the two features of a pair turn together by an angle that grows with the position. Features behind the
 * pairs are left as they are.
 *
 * @param value … × tokens × width
 */
export function rotary(scope: Scope, value: Value, turn: Rotary): Value {
  const turned = 2 * turn.wavelengths.length;
  if (turned === 0) return value;
  const width = value.shape.at(-1)!;
  const axis = value.shape.length - 1;
  const first = slice(value, axis, 0, turned);
  const result = turn.isInterleaved ? ofNeighbours(scope, first, turn) : ofHalves(scope, first, turn);
  return width === turned ? result : concat([result, slice(value, axis, turned, width)], axis);
}

/** Feature i of the first half turns with feature i of the second. */
function ofHalves(scope: Scope, value: Value, turn: Rotary): Value {
  const axis = value.shape.length - 1;
  const half = turn.wavelengths.length;
  const quarter = concat([negate(slice(value, axis, half, 2 * half)), slice(value, axis, 0, half)], axis);
  const tokens = value.shape[axis - 1];
  return add(
    multiply(value, angles(scope, turn, tokens, "cos", 2)),
    multiply(quarter, angles(scope, turn, tokens, "sin", 2)),
  );
}

/** Feature 2i turns with feature 2i + 1. */
function ofNeighbours(scope: Scope, value: Value, turn: Rotary): Value {
  const pairs = turn.wavelengths.length;
  const axis = value.shape.length;
  const tokens = value.shape[axis - 2];
  const apart = reshape(value, [...value.shape.slice(0, -1), pairs, 2]);
  const [even, odd] = [slice(apart, axis, 0, 1), slice(apart, axis, 1, 2)];
  const [cos, sin] = (["cos", "sin"] as const).map((name) =>
    reshape(angles(scope, turn, tokens, name, 1), [tokens, pairs, 1]),
  ) as [Value, Value];
  const first = add(multiply(even, cos), negate(multiply(odd, sin)));
  const second = add(multiply(odd, cos), multiply(even, sin));
  return reshape(concat([first, second], axis), value.shape);
}

/** Cosines or sines of the angles of all tokens, tokens × pairs, so many times side by side. */
function angles(
  { constants, reach }: Scope,
  { wavelengths, factor }: Rotary,
  tokens: number,
  name: "cos" | "sin",
  times: number,
): Value {
  const pairs = wavelengths.length;
  const key = `${name} ${times} ${factor} ${wavelengths}`;
  const made = (rows: number): Value =>
    table(
      rows,
      times * pairs,
      (token, col) => factor * Math[name](token / (wavelengths[col % pairs] as number)),
    );
  if (!reach) return constants.get(`${key} ${tokens}`, () => made(tokens));
  const whole = reach.tables.get(key, () => made(reach.context));
  return constants.get(`${key} ${tokens}`, () => rowsAt(reach, whole, tokens));
}
