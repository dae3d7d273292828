import { describe, expect, it } from "vitest";
import { studentTail } from "../../src/statistics/student-tail.js";
import { expectClose } from "./expect-close.js";

describe("studentTail", () => {
  it.each([
    [0, 5, 1],
    [1, 1, 0.5],
    [2.093, 19, 0.05000237894282798],
    [-2.5, 2, 0.12961172022151082],
    [4, 7, 0.005189913349296813],
    [3.2, 199, 0.001599528905950531],
    [6.5, 498, 1.9534460286276006e-10],
    [0.3, 10, 0.7703206075657986],
  ])("of %d with %i degrees is SciPy's 2·t.sf: %d", (t, degrees, expected) => {
    expectClose(studentTail(t, degrees), expected, 1e-14);
  });

  it("falls as t grows, and never below 0", () => {
    for (const degrees of [1, 2, 30, 499]) {
      const tails = [0, 0.5, 1, 2, 5, 40, Number.POSITIVE_INFINITY].map((t) => studentTail(t, degrees));
      expect(tails).toEqual(tails.toSorted((one, other) => other - one));
      expect(tails.at(-1)).toBeCloseTo(0, 14);
      expect(Math.min(...tails)).toBeGreaterThanOrEqual(0);
    }
  });
});
