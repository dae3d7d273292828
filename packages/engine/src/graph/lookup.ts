import type { Derivative } from "./derivative.js";
import { refuseShapes, type Value, valueOf } from "./value.js";

/**
 * Rows of a table by their numbers.
 *
 * @param table rows × width
 * @param numbers whole numbers below the rows, one axis
 */
export function gather(table: Value, numbers: Value): Value {
  const [, width] = table.shape;
  if (table.shape.length !== 2 || numbers.shape.length !== 1)
    refuseShapes("a look-up", table.shape, numbers.shape);
  return valueOf({ kind: "gather" }, [table, numbers], [numbers.shape[0], width]);
}

export const gatherDerivative: Derivative<"gather"> = ({ inputs: [table, numbers] }, cotangent) => [
  scatter(cotangent, numbers, table.shape[0]),
  undefined,
];

/** Rows added into a table of zeros at their numbers. */
export function scatter(rows: Value, numbers: Value, height: number): Value {
  if (rows.shape.length !== 2 || rows.shape[0] !== numbers.shape[0])
    refuseShapes("a scatter", rows.shape, numbers.shape);
  return valueOf({ kind: "scatter" }, [rows, numbers], [height, rows.shape[1]]);
}

export const scatterDerivative: Derivative<"scatter"> = ({ inputs: [, numbers] }, cotangent) => [
  gather(cotangent, numbers),
  undefined,
];

/**
 * Of each row the entry of one number.
 *
 * @param rows rows × width
 * @param numbers whole numbers below the width, rows × 1
 */
export function pick(rows: Value, numbers: Value): Value {
  if (rows.shape.length !== 2 || rows.shape[0] !== numbers.shape[0] || numbers.shape[1] !== 1)
    refuseShapes("a pick", rows.shape, numbers.shape);
  return valueOf({ kind: "pick" }, [rows, numbers], numbers.shape);
}

export const pickDerivative: Derivative<"pick"> = ({ inputs: [rows, numbers] }, cotangent) => [
  place(cotangent, numbers, rows.shape[1]),
  undefined,
];

/** Entries put where {@link pick} took them, zeros around. */
export const place = (entries: Value, numbers: Value, width: number): Value =>
  valueOf({ kind: "place" }, [entries, numbers], [entries.shape[0], width]);

export const placeDerivative: Derivative<"place"> = ({ inputs: [, numbers] }, cotangent) => [
  pick(cotangent, numbers),
  undefined,
];
