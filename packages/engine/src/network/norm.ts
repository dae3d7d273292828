import type { Frame } from "@zerolm/core";
import { add, multiply, reciprocal, scale, square, squareRoot, subtract } from "../graph/elementwise.js";
import { scalar } from "../graph/leaves.js";
import { reduceSum } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import type { Scope } from "./scope.js";
import { biasName } from "./vectors.js";

/** The mean along the last axis, which stays with size 1. */
export const meanOfLast = (value: Value): Value =>
  scale(reduceSum(value, [value.shape.length - 1]), 1 / value.shape.at(-1)!);

/** Divided by the root of the mean square along the last axis, to which epsilon is added. */
export const rmsNorm = (value: Value, epsilon: number): Value =>
  multiply(value, reciprocal(squareRoot(add(meanOfLast(square(value)), scalar(epsilon)))));

/** Mean 0 and variance 1 along the last axis. */
export const layerNorm = (value: Value, epsilon: number): Value =>
  rmsNorm(subtract(value, meanOfLast(value)), epsilon);

const kinds: Readonly<Record<Frame["norm"], (value: Value, epsilon: number) => Value>> = {
  layer: layerNorm,
  rms: rmsNorm,
  scale: layerNorm,
  bare: layerNorm,
};

/**
 * The norm of an architecture over the last axis.
 *
 * @param name of its scale; its shift is called after it
 */
export const norm = (scope: Scope, value: Value, name: string): Value =>
  ownNorm(scope, value, name, scope.frame.norm);

/** A norm of another kind than that of the architecture. */
export const ownNorm = (scope: Scope, value: Value, name: string, kind: Frame["norm"]): Value =>
  scope.isLinear ? value : scaled(scope, kinds[kind](value, scope.forward.epsilon), name);

/** Times its scale and with its shift; before training they are 1 and 0. */
function scaled({ vectors, forward }: Scope, normed: Value, name: string): Value {
  const width = normed.shape.at(-1)!;
  const stored = vectors.get(name, width);
  const factor = stored && forward.scalesFromOne ? add(stored, scalar(1)) : stored;
  const shift = vectors.get(biasName(name), width);
  const times = factor ? multiply(normed, factor) : normed;
  return shift ? add(times, shift) : times;
}
