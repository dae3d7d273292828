import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { holm } from "../../src/statistics/holm.js";

describe("holm", () => {
  it("multiplies the smallest by all, the next by one less, and keeps the order", () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.5, 0.001])).toEqual([0.5, 0.002]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  it("never lowers a value, never passes 1, and keeps the order of the values", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (values) => {
        const adjusted = holm(values);
        for (const [index, value] of values.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(value);
          expect(adjusted[index]).toBeLessThanOrEqual(1);
        }
        const byValue = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
        const sorted = byValue.map((index) => adjusted[index]!);
        expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
      }),
    );
  });

  it("is wrong about one or more of twenty true hypotheses in at most 5 % of tables", () => {
    const random = new Random(5);
    let wrong = 0;
    for (let table = 0; table < 4000; table++) {
      const values = Array.from({ length: 20 }, () => random.uniform());
      if (holm(values).some((value) => value < 0.05)) wrong++;
    }
    expect(wrong / 4000).toBeGreaterThan(0.035);
    expect(wrong / 4000).toBeLessThan(0.064); // 4.9 % are expected; four standard deviations of the count
  });
});
