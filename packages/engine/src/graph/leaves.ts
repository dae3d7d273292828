import { expand } from "./reduce.js";
import { refuseShapes, type Shape, sizeOf, type TokenSource, type Value, valueOf } from "./value.js";

/**
 * Numbers that are given by name when the graph runs, such as weights.
 *
 * @example
 * const weight = input("layers.0.ffn.up", [1024, 256]);
 */
export const input = (name: string, shape: Shape): Value => valueOf({ kind: "input", name }, [], shape);

/** Numbers that are known when the graph is built, row by row, and how they follow from tokens if they do. */
export function constant(data: Float64Array, shape: Shape, source?: TokenSource): Value {
  if (data.length !== sizeOf(shape)) refuseShapes(`a constant of ${data.length} numbers`, shape);
  return valueOf({ kind: "constant", data, source }, [], shape);
}

/** One number. */
export const scalar = (number: number): Value => constant(Float64Array.of(number), []);

/** Whole numbers for look-ups, and how they follow from tokens if they do. */
export function indices(data: Int32Array, shape: Shape, source?: TokenSource): Value {
  if (data.length !== sizeOf(shape)) refuseShapes(`a constant of ${data.length} whole numbers`, shape);
  return valueOf({ kind: "indices", data, source }, [], shape);
}

/** One number in all places. */
export const filled = (number: number, shape: Shape): Value =>
  shape.length === 0
    ? scalar(number)
    : expand(
        constant(
          Float64Array.of(number),
          shape.map(() => 1),
        ),
        shape,
      );

/** The same numbers, through which no gradient flows. */
export const stop = (value: Value): Value => valueOf({ kind: "stop" }, [value], value.shape);
