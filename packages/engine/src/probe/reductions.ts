import type { ProbeReduction } from "@zerolm/core";
import { absolute, add, isPositive, scale, square, subtract } from "../graph/elementwise.js";
import { reshape, transpose } from "../graph/layout.js";
import { scalar } from "../graph/leaves.js";
import { matMul } from "../graph/product.js";
import { reduceMaximum, total } from "../graph/reduce.js";
import { sizeOf, type Value } from "../graph/value.js";

/** A reduction inside the graph. */
type Reduction = (value: Value, sequences: number) => Value;

/** Tokens × features as sequences × tokens × features, experts side by side as features. */
function bySequence(value: Value, sequences: number): Value {
  const isOfExperts = value.shape.length === 3;
  const rows = isOfExperts ? transpose(value, [1, 0, 2]) : value;
  const tokens = rows.shape[0] / sequences;
  return reshape(rows, [sequences, tokens, sizeOf(rows.shape) / rows.shape[0]]);
}

const signKernel: Reduction = (value, sequences) => {
  const apart = bySequence(value, sequences);
  const signs = isPositive(reshape(apart, [sequences, sizeOf(apart.shape) / sequences]));
  const others = subtract(scalar(1), signs);
  return add(matMul(signs, signs, { transposeB: true }), matMul(others, others, { transposeB: true }));
};

const positionMaximum: Reduction = (value, sequences) => {
  const most = reduceMaximum(bySequence(value, sequences), [1]);
  return scale(total(most), 1 / sizeOf(most.shape));
};

/** How each reduction is computed. What remains to be done with the numbers is in {@link finished}. */
export const reductions: Readonly<Record<ProbeReduction, Reduction>> = {
  sum: total,
  absoluteSum: (value) => total(absolute(value)),
  norm: (value) => total(square(value)),
  tokenSquares: (value) => scale(total(square(value)), 1 / value.shape.at(-2)!),
  positionMaximum,
  signKernel,
  values: (value) => value,
};

/** The numbers of a reduction as they are given back: of a norm the root is taken in 64 bits. */
export const finished = (reduction: ProbeReduction, numbers: ArrayLike<number>): Float64Array =>
  Float64Array.from(numbers, (number) => (reduction === "norm" ? Math.sqrt(number) : number));
