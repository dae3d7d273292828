import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { Random } from "../../src/random/random.js";
import { meanInterval } from "../../src/statistics/mean-interval.js";

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 30 });

describe("the bootstrap interval of a mean", () => {
  it("lies within the values, and the other way round for their opposites", () =>
    fc.assert(
      fc.property(values, fc.nat(), (numbers, seed) => {
        const [low, high] = meanInterval(numbers, { seed, resamples: 100 })!;
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...numbers) - 1e-9);
        expect(high).toBeLessThanOrEqual(Math.max(...numbers) + 1e-9);
        const opposites = numbers.map((one) => -one);
        const [other, another] = meanInterval(opposites, { seed, resamples: 100 })!;
        expect(other).toBeCloseTo(-high, 9);
        expect(another).toBeCloseTo(-low, 9);
      }),
    ));

  it("is that of the central limit for many values", () => {
    const random = new Random(5);
    const numbers = Array.from({ length: 400 }, () => random.normal());
    const [low, high] = meanInterval(numbers)!;
    // 2 · 1.96 · σ / √400, with σ of the sample and of 2,000 resamples within 10 %.
    expect(high - low).toBeGreaterThan(0.9 * 2 * 1.96 * 0.05);
    expect(high - low).toBeLessThan(1.1 * 2 * 1.96 * 0.05);
  });

  it("of equal values is their value, of one there is none", () => {
    expect(meanInterval([2, 2, 2])).toEqual([2, 2]);
    expect(meanInterval([2])).toBeUndefined();
    expect(() => meanInterval([1, 2], { level: 1 })).toThrow(UsageError);
  });
});
