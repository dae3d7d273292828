import { expect, it } from "vitest";
import { quantile, quantileInterval } from "../../src/statistics/quantile.js";

it.each([
  [[3, 1, 2, 4], 0.5, 2],
  [[3, 1, 2], 0.5, 2],
  [[5, 4, 3, 2, 1], 0.2, 1],
  [[5, 4, 3, 2, 1], 0.21, 2],
  [[7], 0.2, 7],
  [[1, 2], 1, 2],
])("a quantile of %j at %d is %d", (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

it("the interval of a quantile holds it, is made of the values, and is the same by the same seed", () => {
  const values = Array.from({ length: 24 }, (_, index) => (index * 7) % 24);
  const [low, high] = quantileInterval(values, 0.5, { seed: 1 })!;
  expect(low).toBeLessThan(quantile(values, 0.5));
  expect(high).toBeGreaterThan(quantile(values, 0.5));
  expect(values).toContain(low);
  expect(quantileInterval(values, 0.5, { seed: 1 })).toEqual([low, high]);
  expect(quantileInterval([1], 0.5)).toBeUndefined();
  expect(quantileInterval([2, 2, 2], 0.5)).toEqual([2, 2]);
});
