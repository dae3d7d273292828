import fc from "fast-check";
import { expect } from "vitest";
import { evaluate } from "../src/backend/plain/plain.js";
import { gradients } from "../src/gradient/gradients.js";
import { multiply } from "../src/graph/elementwise.js";
import { constant, input } from "../src/graph/leaves.js";
import { total } from "../src/graph/reduce.js";
import { type Shape, sizeOf, type Value } from "../src/graph/value.js";

/** Numbers that depend on a seed, between 0.2 and 1.2 in size, so that roots, logarithms and kinks are far. */
export function someNumbers(size: number, seed: number, positive = false): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => {
    const wave = Math.sin(12.9898 * (index + 1) + 78.233 * (seed + 1)) * 43758.5453;
    const unit = wave - Math.floor(wave);
    return (positive || unit > 0.5 ? 1 : -1) * (0.2 + ((unit * 7) % 1));
  });
}

const step = 1e-5;

/**
 * Expects the gradients of a function of tensors, and the gradients of these, to be what central differences say: of Σ c ⊙ f with a fixed c,
 * and of Σ c′ ⊙ ∂.
 */
export function expectGradients(
  build: (...inputs: Value[]) => Value,
  shapes: readonly Shape[],
  { positive = false, twice = true }: { positive?: boolean; twice?: boolean } = {},
): void {
  const inputs = shapes.map((shape, index) => input(String(index), shape));
  const weighted = (value: Value, seed: number): Value =>
    total(multiply(value, constant(someNumbers(sizeOf(value.shape), seed), value.shape)));
  const first = weighted(build(...inputs), 50);
  const slopes = gradients(first, inputs);
  expectSlopes(first, inputs, slopes, positive);
  if (!twice) return;
  const second = slopes.map((one, index) => weighted(one, 60 + index)).reduce((a, b) => total2(a, b));
  expectSlopes(second, inputs, gradients(second, inputs), positive);
}

const total2 = (one: Value, other: Value): Value => ({
  operation: { kind: "binary", name: "add" },
  inputs: [one, other],
  shape: [],
});

function expectSlopes(
  loss: Value,
  inputs: readonly Value[],
  slopes: readonly Value[],
  positive: boolean,
): void {
  const numbers = inputs.map(({ shape }, index) => someNumbers(sizeOf(shape), index, positive));
  const feed = (name: string) => numbers[Number(name)]!;
  const computed = evaluate(slopes, feed);
  for (const [index, own] of numbers.entries())
    for (const [place, number] of own.entries()) {
      const at = (offset: number): number => {
        own[place] = number + offset;
        return evaluate([loss], feed)[0]![0]!;
      };
      const expected = (at(step) - at(-step)) / (2 * step);
      own[place] = number;
      const tolerance = 1e-6 * Math.max(1, Math.abs(expected));
      expect(Math.abs(computed[index]![place]! - expected)).toBeLessThan(tolerance);
    }
}

/** A size of an axis. */
export const size = fc.integer({ min: 1, max: 3 });

/** One to three axes. */
export const shape: fc.Arbitrary<Shape> = fc.array(size, { minLength: 1, maxLength: 3 });
