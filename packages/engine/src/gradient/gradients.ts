import { add } from "../graph/elementwise.js";
import { constant, scalar } from "../graph/leaves.js";
import { inOrder, refuseShapes, sizeOf, type Value } from "../graph/value.js";
import { derivativeOf } from "./derivatives.js";

/*
 * Reverse mode. Walk the values that the loss depends on, the last first; each hands its cotangent ∂loss/∂value to its inputs by the derivative
 * of its primitive, and a value that several use adds up what they hand it. Only values that depend on a wanted one take part.
 *
 * Invariant: when a value is reached, all that use it have been, so that its cotangent is complete.
 */

/**
 * ∂loss/∂value for each of some values, as new values of the graph, which can be differentiated again.
 *
 * @param loss a single number
 * @param wanted any values of the graph; one that the loss does not depend on has zeros
 * @example
 * const [g] = gradients(loss, [weight]);
 * const [curvature] = gradients(total(multiply(g, stop(g))), [weight]); // H·g
 */
export function gradients(loss: Value, wanted: readonly Value[]): Value[] {
  if (sizeOf(loss.shape) !== 1) refuseShapes("a gradient", loss.shape);
  const order = inOrder([loss]);
  const leading = leadingTo(order, new Set(wanted));
  const cotangents = new Map<Value, Value>([[loss, loss.shape.length === 0 ? scalar(1) : ones(loss)]]);
  for (const value of order.toReversed()) {
    const cotangent = cotangents.get(value);
    if (!cotangent || !leading.has(value)) continue;
    const isWanted = (input: number): boolean => leading.has(value.inputs[input]);
    if (!value.inputs.some((_, input) => isWanted(input))) continue;
    for (const [index, part] of derivativeOf(value, cotangent, isWanted).entries()) {
      const input = value.inputs[index];
      if (part && leading.has(input)) cotangents.set(input, sumOf(cotangents.get(input), part));
    }
  }
  return wanted.map((value) => cotangents.get(value) ?? zeros(value));
}

/** The wanted values of a graph, and those that depend on them. */
function leadingTo(order: readonly Value[], wanted: ReadonlySet<Value>): ReadonlySet<Value> {
  const leading = new Set<Value>();
  for (const value of order)
    if (wanted.has(value) || value.inputs.some((input) => leading.has(input))) leading.add(value);
  return leading;
}

const sumOf = (one: Value | undefined, other: Value): Value => (one ? add(one, other) : other);
const ones = ({ shape }: Value): Value => constant(new Float64Array(sizeOf(shape)).fill(1), shape);
const zeros = ({ shape }: Value): Value => constant(new Float64Array(sizeOf(shape)), shape);
