import type { Derivative } from "./derivative.js";
import { isSameShape, refuseShapes, type Shape, sizeOf, type Value, valueOf } from "./value.js";

/** The same numbers in another shape, row by row. */
export function reshape(value: Value, shape: Shape): Value {
  if (isSameShape(value.shape, shape)) return value;
  if (sizeOf(value.shape) !== sizeOf(shape) || !shape.every(Number.isInteger))
    refuseShapes("a reshape", value.shape, shape);
  return valueOf({ kind: "reshape" }, [value], shape);
}

export const reshapeDerivative: Derivative<"reshape"> = ({ inputs: [of] }, cotangent) => [
  reshape(cotangent, of.shape),
];

/** Axes in another order: axis i of the result is axis `permutation[i]` of the value. */
export function transpose(value: Value, permutation: readonly number[]): Value {
  if (
    permutation.toSorted().some((axis, index) => axis !== index) ||
    permutation.length !== value.shape.length
  )
    refuseShapes(`a transposition by ${permutation.join(", ")}`, value.shape);
  const shape = permutation.map((axis) => value.shape[axis]);
  return valueOf({ kind: "transpose", permutation }, [value], shape);
}

export const transposeDerivative: Derivative<"transpose"> = ({ operation: { permutation } }, cotangent) => [
  transpose(
    cotangent,
    permutation.map((_, axis) => permutation.indexOf(axis)),
  ),
];

const withSize = (shape: Shape, axis: number, size: number): Shape => shape.with(axis, size);

/** The part of one axis from `start` up to, not including, `end`. */
export function slice(value: Value, axis: number, start: number, end: number): Value {
  const size = value.shape[axis] ?? 0;
  if (start < 0 || end > size || start > end)
    refuseShapes(`a slice ${start}…${end} of axis ${axis}`, value.shape);
  return valueOf({ kind: "slice", axis, start }, [value], withSize(value.shape, axis, end - start));
}

export const sliceDerivative: Derivative<"slice"> = (result, cotangent) => {
  const { axis, start } = result.operation;
  return [pad(cotangent, axis, start, result.inputs[0].shape[axis] - start - result.shape[axis])];
};

/** Zeros before and behind along one axis. */
export function pad(value: Value, axis: number, before: number, behind: number): Value {
  if (before < 0 || behind < 0 || axis >= value.shape.length)
    refuseShapes(`a pad of axis ${axis}`, value.shape);
  const size = before + value.shape[axis] + behind;
  return valueOf({ kind: "pad", axis, before }, [value], withSize(value.shape, axis, size));
}

export const padDerivative: Derivative<"pad"> = (
  { operation: { axis, before }, inputs: [of] },
  cotangent,
) => [slice(cotangent, axis, before, before + of.shape[axis])];

/** Values one behind the other along an axis; their other sizes are equal. */
export function concat(values: readonly [Value, ...Value[]], axis: number): Value {
  const [{ shape }] = values;
  for (const other of values)
    if (!isSameShape(withSize(other.shape, axis, 0), withSize(shape, axis, 0)))
      refuseShapes(`a concatenation along axis ${axis}`, shape, other.shape);
  const size = values.reduce((sum, one) => sum + one.shape[axis], 0);
  return valueOf({ kind: "concat", axis }, values, withSize(shape, axis, size));
}

export const concatDerivative: Derivative<"concat"> = ({ operation: { axis }, inputs }, cotangent) => {
  let start = 0;
  return inputs.map(({ shape }) => {
    const end = start + shape[axis];
    const part = slice(cotangent, axis, start, end);
    start = end;
    return part;
  });
};
