import type { Derivative } from "./derivative.js";
import { exponential, multiply, subtract } from "./elementwise.js";
import { reduceSum } from "./reduce.js";
import { type Value, valueOf } from "./value.js";

/** Exponentials along the last axis, divided by their sum. */
export const softmax = (value: Value): Value =>
  valueOf({ kind: "softmax", logarithm: false }, [value], value.shape);

/** Logarithms of {@link softmax}. */
export const logSoftmax = (value: Value): Value =>
  valueOf({ kind: "softmax", logarithm: true }, [value], value.shape);

/** With p the softmax: p ⊙ (c − Σ c ⊙ p), and c − p·Σ c for its logarithm. */
export const softmaxDerivative: Derivative<"softmax"> = (result, cotangent) => {
  const last = [result.shape.length - 1];
  if (result.operation.logarithm)
    return [subtract(cotangent, multiply(exponential(result), reduceSum(cotangent, last)))];
  const mean = reduceSum(multiply(cotangent, result), last);
  return [multiply(result, subtract(cotangent, mean))];
};
