import type { Frame } from "@zerolm/core";
import { add, multiply, reciprocal, scale, square, squareRoot, subtract } from "../graph/elementwise.js";
import { scalar } from "../graph/leaves.js";
import { reduceSum } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import type { Scope } from "./scope.js";

/** Added to variances, as in GPT-2 and Llama. */
const epsilon = 1e-5;

/** The mean along the last axis, which stays with size 1. */
export const meanOfLast = (value: Value): Value =>
  scale(reduceSum(value, [value.shape.length - 1]), 1 / value.shape.at(-1)!);

/** Divided by the root of the mean square along the last axis. */
export const rmsNorm = (value: Value): Value =>
  multiply(value, reciprocal(squareRoot(add(meanOfLast(square(value)), scalar(epsilon)))));

/** Mean 0 and variance 1 along the last axis. */
export const layerNorm = (value: Value): Value => rmsNorm(subtract(value, meanOfLast(value)));

const kinds: Readonly<Record<Frame["norm"], (value: Value) => Value>> = {
  layer: layerNorm,
  rms: rmsNorm,
  scale: layerNorm,
  bare: layerNorm,
};

/** The norm of an architecture over the last axis. Before training its scale is 1 and its shift 0. */
export const norm = ({ frame, isLinear }: Scope, value: Value): Value =>
  isLinear ? value : kinds[frame.norm](value);
