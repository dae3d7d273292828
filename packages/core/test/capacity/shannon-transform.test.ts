import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedLogDeterminant, shannonTransform } from "../../src/capacity/log-determinant.js";
import golden from "../golden/marchenko-pastur.json" with { type: "json" };
import { marchenkoPasturMean } from "./marchenko-pastur.js";

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

describe("the closed form of ∫ ln(1 + x·t) dMP_γ(t)", () => {
  it("covers γ from 1e-4 to 1 and x from 1e-6 to 1e4", () => {
    const ratios = golden.cases.map(({ ratio }) => ratio);
    const points = golden.cases.map(({ x }) => x);
    expect([Math.min(...ratios), Math.max(...ratios)]).toEqual([1e-4, 1]);
    expect([Math.min(...points), Math.max(...points)]).toEqual([1e-6, 1e4]);
  });

  it.each(golden.cases)("is mpmath's at γ $ratio, x $x", ({ ratio, x, value }) => {
    expect(relative(shannonTransform(ratio, x), value)).toBeLessThan(1e-10);
  });

  it("is a quadrature's at random γ and x", () => {
    const exponent = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(exponent(-4, 0), exponent(-6, 4), (gamma, point) => {
        const [ratio, x] = [10 ** gamma, 10 ** point];
        const integral = marchenkoPasturMean((t) => Math.log1p(x * t), ratio);
        expect(relative(shannonTransform(ratio, x), integral)).toBeLessThan(1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it("is 0 at 0, and x for small x, since the law has mean 1", () => {
    expect(shannonTransform(0.25, 0)).toBe(0);
    for (const x of [1e-300, 1e-100, 1e-20, 1e-12])
      expect(relative(shannonTransform(0.25, x), x)).toBeLessThan(1e-11);
  });

  it("nears the logarithm of 1 + x as the matrix becomes a row", () => {
    expect(relative(shannonTransform(1e-9, 3), Math.log(4))).toBeLessThan(1e-8);
  });
});

describe("expectedLogDeterminant", () => {
  it("is N times the transform at γ = N/M and x = s²·M", () => {
    expect(expectedLogDeterminant(256, 1024, 0.02 ** 2)).toBe(256 * shannonTransform(0.25, 0.02 ** 2 * 1024));
    expect(expectedLogDeterminant(256, 1024, 0.02 ** 2)).toBeCloseTo(85.257, 3);
  });

  it("doubles for a matrix twice as long and wide with half the variance", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2000 }), (rows, cols) => {
        const doubled = expectedLogDeterminant(2 * rows, 2 * cols, 0.01 / 2);
        expect(relative(doubled, 2 * expectedLogDeterminant(rows, cols, 0.01))).toBeLessThan(1e-13);
      }),
    );
  });
});
