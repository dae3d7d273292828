import { inOrder, type Kind, type Value } from "../../graph/value.js";
import type { Executor, Feed } from "../executor.js";
import { type Kernel, kernels } from "./kernels.js";

/**
 * Computes graphs in 64 bits, one primitive after the other: slow, and what every other backend is held to.
 *
 * @example
 * const [loss] = await plainExecutor.run([network.loss], feed);
 */
export const plainExecutor: Executor = {
  name: "plain",
  run: async (outputs, feed) => evaluate(outputs, feed),
  close: async () => {},
};

/** The numbers of some values in 64 bits. */
export function evaluate(outputs: readonly Value[], feed: Feed): Float64Array[] {
  const known = new Map<Value, Float64Array>();
  const uses = new Map<Value, number>();
  const order = inOrder(outputs);
  for (const value of [...order.flatMap(({ inputs }) => inputs), ...outputs])
    uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const value of order) {
    const inputs = value.inputs.map((input) => known.get(input)!);
    known.set(value, compute(value, inputs, feed));
    for (const input of value.inputs) {
      const left = uses.get(input)! - 1;
      uses.set(input, left);
      if (left === 0) known.delete(input);
    }
  }
  return outputs.map((output) => known.get(output)!);
}

function compute(value: Value, inputs: readonly Float64Array[], feed: Feed): Float64Array {
  // The table holds for each kind the kernel of that kind.
  const kernel = kernels[value.operation.kind] as Kernel<Kind>;
  return kernel(value, inputs, feed);
}
