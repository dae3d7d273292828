import { refuseShapes, type Shape, sizeOf, type Value, valueOf } from "./value.js";

/**
 * Numbers that are given by name when the graph runs, such as weights.
 *
 * @example
 * const weight = input("layers.0.ffn.up", [1024, 256]);
 */
export const input = (name: string, shape: Shape): Value => valueOf({ kind: "input", name }, [], shape);

/** Numbers that are known when the graph is built, row by row. */
export function constant(data: Float64Array, shape: Shape): Value {
  if (data.length !== sizeOf(shape)) refuseShapes(`a constant of ${data.length} numbers`, shape);
  return valueOf({ kind: "constant", data }, [], shape);
}

/** One number. */
export const scalar = (number: number): Value => constant(Float64Array.of(number), []);

/** Whole numbers for look-ups. */
export function indices(data: Int32Array, shape: Shape): Value {
  if (data.length !== sizeOf(shape)) refuseShapes(`a constant of ${data.length} whole numbers`, shape);
  return valueOf({ kind: "indices", data }, [], shape);
}

/** The same numbers, through which no gradient flows. */
export const stop = (value: Value): Value => valueOf({ kind: "stop" }, [value], value.shape);
