import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { correlationOfSums, spearman } from "../../src/statistics/spearman.js";
import { points, xs, ys } from "./brute.js";
import { expectClose } from "./expect-close.js";

describe("spearman", () => {
  it("gives the textbook value", () => {
    expectClose(spearman([1, 2, 3, 4], [10, 30, 20, 40]), 0.8);
  });

  it("is exactly ±1 for monotone relations", () => {
    const x = Array.from({ length: 1001 }, (_, index) => Math.sqrt(index));
    expect(spearman(x, x.map(Math.exp))).toBe(1);
    expect(spearman(x, x.toReversed())).toBe(-1);
  });

  it("is undefined for fewer than two points and for constants", () => {
    expect(spearman([], [])).toBeUndefined();
    expect(spearman([1], [1])).toBeUndefined();
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(spearman([1, 2, 3], [1, 1, 1])).toBeUndefined();
  });

  it("is never NaN, stays in [−1, 1] and is the same with x and y exchanged", () => {
    fc.assert(
      fc.property(points, (list) => {
        const rho = spearman(xs(list), ys(list));
        expect(rho === undefined || Math.abs(rho) <= 1).toBe(true);
        expect(spearman(ys(list), xs(list))).toBe(rho);
      }),
    );
  });

  it("is 1 − 6Σd²/(n³ − n) without ties", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 30 }), (y) => {
        const ranks = y.map((own) => y.filter((other) => other < own).length);
        const squares = ranks.reduce((sum, rank, index) => sum + (rank - index) ** 2, 0);
        const n = y.length;
        expectClose(spearman([...y.keys()], y), 1 - (6 * squares) / (n ** 3 - n));
      }),
    );
  });

  it("names the index of a fault", () => {
    expect(() => spearman([1, 2], [1])).toThrow(UsageError);
    expect(() => spearman([1, 2], [1])).toThrow(/y\[1\] is missing/);
    expect(() => spearman([1, Number.POSITIVE_INFINITY], [1, 2])).toThrow(/x\[1\] is Infinity/);
  });
});

describe("correlationOfSums", () => {
  it("does not leave [−1, 1] by rounding", () => {
    expect(correlationOfSums(2, 2, 1)).toBe(0.5);
    expect(correlationOfSums(0.1, 0.1, 0.1 + Number.EPSILON)).toBe(1);
    expect(correlationOfSums(0, 1, 0)).toBeUndefined();
  });
});
