import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { studentReach, studentTail } from "../../src/statistics/student.js";
import predictor from "../golden/predictor.json" with { type: "json" };
import golden from "../golden/student.json" with { type: "json" };

/** The largest relative difference of a table from what is computed. */
const farthest = (rows: readonly number[][], of: (first: number, degrees: number) => number): number =>
  Math.max(...rows.map(([first, degrees, expected]) => Math.abs(of(first!, degrees!) / expected! - 1)));

describe("Student's t against SciPy", () => {
  it("has tails down to 1e-300 and up to 20,000 degrees of freedom", () => {
    const tails = golden.tails.map(([, , tail]) => tail!);
    expect(golden.tails.length).toBeGreaterThan(300);
    expect(Math.min(...tails)).toBeLessThan(1e-300);
    expect(Math.max(...golden.tails.map(([, degrees]) => degrees!))).toBe(20_000);
  });

  it("agrees to twelve digits in the tail", () => {
    expect(farthest(golden.tails, studentTail)).toBeLessThan(1e-12);
    expect(farthest(golden.tails, (t, degrees) => studentTail(-t, degrees))).toBeLessThan(1e-12);
  });
});

describe("Student's t", () => {
  const degrees = fc.double({ min: 0.3, max: 3000, noNaN: true });

  it("falls as t grows, from 1 to 0", () => {
    const t = fc.double({ min: 0, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(t, t, degrees, (one, other, freedom) => {
        const [near, far] = [Math.min(one, other), Math.max(one, other)].map((x) => studentTail(x, freedom));
        expect(far).toBeLessThanOrEqual(near! * (1 + 1e-13));
      }),
    );
    for (const freedom of [1, 2, 30, 499])
      expect([studentTail(0, freedom), studentTail(Number.POSITIVE_INFINITY, freedom)]).toEqual([1, 0]);
  });

  it.each(Object.entries(predictor.student95))(
    "holds 95 %% within the reach that SciPy has, %s degrees",
    (freedom, expected) => {
      expect(studentReach(0.95, Number(freedom)) / expected).toBeCloseTo(1, 12);
    },
  );

  it("reaches as far as its tail says", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), degrees, (level, freedom) => {
        expect(studentTail(studentReach(level, freedom), freedom)).toBeCloseTo(1 - level, 12);
      }),
    );
  });
});
