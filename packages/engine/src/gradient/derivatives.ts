import type { Derivative } from "../graph/derivative.js";
import { binaryDerivative, unaryDerivative } from "../graph/elementwise.js";
import {
  concatDerivative,
  padDerivative,
  reshapeDerivative,
  sliceDerivative,
  transposeDerivative,
} from "../graph/layout.js";
import { gatherDerivative, pickDerivative, placeDerivative, scatterDerivative } from "../graph/lookup.js";
import { matMulDerivative } from "../graph/product.js";
import { expandDerivative, reduceDerivative } from "../graph/reduce.js";
import { softmaxDerivative } from "../graph/softmax.js";
import type { Kind, Value } from "../graph/value.js";

const none = (): readonly undefined[] => [];

/** The derivative of every primitive. */
const derivatives: { readonly [Name in Kind]: Derivative<Name> } = {
  input: none,
  constant: none,
  indices: none,
  stop: none,
  kthLargest: none,
  unary: unaryDerivative,
  binary: binaryDerivative,
  matMul: matMulDerivative,
  reduce: reduceDerivative,
  expand: expandDerivative,
  reshape: reshapeDerivative,
  transpose: transposeDerivative,
  slice: sliceDerivative,
  pad: padDerivative,
  concat: concatDerivative,
  gather: gatherDerivative,
  scatter: scatterDerivative,
  softmax: softmaxDerivative,
  pick: pickDerivative,
  place: placeDerivative,
};

/** The derivative of the primitive that made a value. */
export function derivativeOf(
  value: Value,
  cotangent: Value,
  wanted: (input: number) => boolean,
): readonly (Value | undefined)[] {
  // The table holds for each kind the derivative of that kind.
  const derivative = derivatives[value.operation.kind] as Derivative<Kind>;
  return derivative(value, cotangent, wanted);
}
