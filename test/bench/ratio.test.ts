import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianOf, ratioOf } from "../../bench/compare/ratio.js";

const figures = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 20 });

describe("median", () => {
  it.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])("of %j is %d", (values, median) => {
    expect(medianOf(values)).toBe(median);
  });
});

describe("ratio of two lists", () => {
  it("is the median of the ratios of the rounds, not the ratio of medians", () => {
    const [old, now] = [
      [1, 10, 100],
      [20, 10, 50],
    ];
    expect(ratioOf(now!, old!)?.ratio).toBe(1);
    expect(medianOf(now!) / medianOf(old!)).toBe(2);
  });

  it("has a percentile interval", () => {
    // Of five different ratios the median of a resample is one of them, with probabilities that are known in closed form:
    // P(median ≤ k-th) = P(Binomial(5, k/5) ≥ 3) = .058, .317, .683, .942, 1. So 95 % lie between the first and the last.
    const { ratio, interval } = ratioOf([1, 2, 3, 4, 5], [1, 1, 1, 1, 1])!;
    expect(ratio).toBe(3);
    expect(interval).toEqual([1, 5]);
  });

  it("has an interval that is narrow if there are many rounds", () => {
    const now = Array.from({ length: 201 }, (_, index) => 1 + index / 1000);
    const { ratio, interval } = ratioOf(now, new Array<number>(201).fill(1))!;
    expect(ratio).toBeCloseTo(1.1, 10);
    // The median of 201 has ranks 101 ± 1.96·√(201)/2, about 87 to 115.
    expect(interval[0]).toBeCloseTo(1.086, 2);
    expect(interval[1]).toBeCloseTo(1.114, 2);
  });

  it("lies in its interval, which lies among the ratios, and is the same every time", () => {
    fc.assert(
      fc.property(figures, (now) => {
        const found = ratioOf(now, now.toReversed())!;
        const ratios = now.map((value, index) => value / now.toReversed()[index]!);
        const [low, high] = found.interval;
        expect(low).toBeLessThanOrEqual(found.ratio);
        expect(high).toBeGreaterThanOrEqual(found.ratio);
        expect(low).toBeGreaterThanOrEqual(Math.min(...ratios));
        expect(high).toBeLessThanOrEqual(Math.max(...ratios));
        expect(ratioOf(now, now.toReversed())).toEqual(found);
      }),
      { numRuns: 25 },
    );
  });

  it("of equal figures is 1, even of zeros, and is nothing if a round divides by zero", () => {
    expect(ratioOf([0, 2], [0, 2])).toEqual({ ratio: 1, interval: [1, 1] });
    expect(ratioOf([1, 2], [0, 2])).toBeUndefined();
    expect(ratioOf([], [])).toBeUndefined();
  });
});
