import type { Derivative } from "./derivative.js";
import { reshape } from "./layout.js";
import { isSameShape, refuseShapes, type Shape, type Value, valueOf } from "./value.js";

/** The sum along axes, which stay with size 1. */
export const reduceSum = (value: Value, axes: readonly number[]): Value => reduce(value, "sum", axes);

/** The maximum along axes, which stay with size 1. It has no derivative here: what uses it only looks forward. */
export const reduceMaximum = (value: Value, axes: readonly number[]): Value => reduce(value, "maximum", axes);

function reduce(value: Value, name: "sum" | "maximum", axes: readonly number[]): Value {
  if (axes.length === 0) return value;
  if (axes.some((axis) => !(axis < value.shape.length))) refuseShapes(`a ${name} along ${axes}`, value.shape);
  const shape = value.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return valueOf({ kind: "reduce", name, axes }, [value], shape);
}

export const reduceDerivative: Derivative<"reduce"> = ({ operation: { name }, inputs: [of] }, cotangent) => [
  name === "sum" ? expand(cotangent, of.shape) : undefined,
];

/** One number: the sum of all. */
export const total = (value: Value): Value => reshape(reduceSum(value, [...value.shape.keys()]), []);

/** Repeated along axes of size 1 up to a shape of as many axes. */
export function expand(value: Value, shape: Shape): Value {
  if (isSameShape(value.shape, shape)) return value;
  const fits =
    value.shape.length === shape.length &&
    value.shape.every((size, axis) => size === 1 || size === shape[axis]);
  if (!fits) refuseShapes("an expansion", value.shape, shape);
  return valueOf({ kind: "expand" }, [value], shape);
}

export const expandDerivative: Derivative<"expand"> = ({ inputs: [of] }, cotangent) => [
  sumTo(cotangent, of.shape),
];

/** Summed along the axes that were repeated to come from a shape to that of the value. */
export function sumTo(value: Value, shape: Shape): Value {
  const more = value.shape.length - shape.length;
  const axes = [...value.shape.keys()].filter(
    (axis) => axis < more || (shape[axis - more] === 1 && value.shape[axis] !== 1),
  );
  return reshape(reduceSum(value, axes), shape);
}
