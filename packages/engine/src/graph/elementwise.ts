import type { Derivative } from "./derivative.js";
import { scalar } from "./leaves.js";
import { sumTo } from "./reduce.js";
import { type Binary, refuseShapes, type Shape, type Unary, type Value, valueOf } from "./value.js";

const unary =
  (name: Unary) =>
  (value: Value): Value =>
    valueOf({ kind: "unary", name }, [value], value.shape);

export const negate = unary("negate");
export const absolute = unary("absolute");
/** −1, 0 or 1. */
export const sign = unary("sign");
export const exponential = unary("exponential");
export const logarithm = unary("logarithm");
export const squareRoot = unary("squareRoot");
export const reciprocal = unary("reciprocal");
export const errorFunction = unary("errorFunction");
export const tanh = unary("tanh");
export const sigmoid = unary("sigmoid");
export const relu = unary("relu");
/** 1 above 0, else 0. */
export const isPositive = unary("isPositive");

/** d result / d value for each unary primitive, as a factor of the cotangent; none where it is 0 almost everywhere. */
const slopes: Readonly<Record<Unary, ((of: Value, result: Value) => Value) | undefined>> = {
  negate: () => scalar(-1),
  absolute: sign,
  sign: undefined,
  exponential: (_of, result) => result,
  logarithm: reciprocal,
  squareRoot: (_of, result) => multiply(scalar(0.5), reciprocal(result)),
  reciprocal: (_of, result) => negate(multiply(result, result)),
  errorFunction: (of) => multiply(scalar(2 / Math.sqrt(Math.PI)), exponential(negate(multiply(of, of)))),
  tanh: (_of, result) => subtract(scalar(1), multiply(result, result)),
  sigmoid: (_of, result) => multiply(result, subtract(scalar(1), result)),
  relu: isPositive,
  isPositive: undefined,
};

export const unaryDerivative: Derivative<"unary"> = (result, cotangent) => {
  const slope = slopes[result.operation.name]?.(result.inputs[0], result);
  return [slope && multiply(cotangent, slope)];
};

const binary =
  (name: Binary) =>
  (one: Value, other: Value): Value =>
    valueOf({ kind: "binary", name }, [one, other], broadcast(one.shape, other.shape));

export const add = binary("add");
export const subtract = binary("subtract");
export const multiply = binary("multiply");
export const divide = binary("divide");

/** The shape of two that are aligned at their last axes. */
function broadcast(one: Shape, other: Shape): Shape {
  const axes = Math.max(one.length, other.length);
  return Array.from({ length: axes }, (_, axis) => {
    const [a, b] = [one[axis - axes + one.length] ?? 1, other[axis - axes + other.length] ?? 1];
    return a === b || b === 1 ? a : a === 1 ? b : refuseShapes("an operation entry by entry", one, other);
  });
}

/** The parts of the cotangent for both sides, before sums over what was repeated. */
const sides: Readonly<Record<Binary, readonly ((c: Value, a: Value, b: Value) => Value)[]>> = {
  add: [(c) => c, (c) => c],
  subtract: [(c) => c, (c) => negate(c)],
  multiply: [(c, _a, b) => multiply(c, b), (c, a) => multiply(c, a)],
  divide: [(c, _a, b) => divide(c, b), (c, a, b) => negate(divide(multiply(c, a), multiply(b, b)))],
};

export const binaryDerivative: Derivative<"binary"> = ({ operation, inputs: [a, b] }, cotangent, wanted) =>
  sides[operation.name].map((side, index) =>
    wanted(index) ? sumTo(side(cotangent, a, b), (index === 0 ? a : b).shape) : undefined,
  );

/** A value times a number. */
export const scale = (value: Value, factor: number): Value => multiply(value, scalar(factor));

export const square = (value: Value): Value => multiply(value, value);
