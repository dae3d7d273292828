import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capacities } from "../../src/capacity/capacities.js";
import { frobenius } from "../../src/capacity/frobenius.js";
import { logDeterminant } from "../../src/capacity/log-determinant.js";
import { arbitraryWeights, type Weights } from "../../testing/capacity-contract.js";
import golden from "../golden/capacity.json" with { type: "json" };

const names = ["frobenius", "logDeterminant"] as const satisfies (keyof typeof capacities)[];

describe.each(golden.cases)("$kind $rows × $cols, against NumPy", (entry) => {
  it.each(names)("%s", (name) => {
    const actual = capacities[name].ofValues(entry.values, entry.rows, entry.cols);
    expect(Math.abs(actual - entry[name])).toBeLessThanOrEqual(1e-12 * (1 + entry[name]));
  });
});

/** One matrix after the other along the diagonal, zeros elsewhere. */
function diagonal(one: Weights, other: Weights): Weights {
  const [rows, cols] = [one.rows + other.rows, one.cols + other.cols];
  const values = new Array<number>(rows * cols).fill(0);
  for (const [index, value] of one.values.entries())
    values[Math.floor(index / one.cols) * cols + (index % one.cols)] = value;
  for (const [index, value] of other.values.entries())
    values[(one.rows + Math.floor(index / other.cols)) * cols + one.cols + (index % other.cols)] = value;
  return { values, rows, cols };
}

const near = (actual: number, expected: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(expected)));
};

describe("laws of scale", () => {
  const logOf = ({ values, rows, cols }: Weights): number => logDeterminant.ofValues(values, rows, cols);

  it("frobenius grows with the square of the weights and with the longer side", () => {
    expect(frobenius.ofValues([3, 0, 0, 4], 2, 2)).toBe(12.5);
    expect(frobenius.expected(256, 1024, 0.02 ** 2, 3).mean).toBe(0.02 ** 2 * 1024);
    fc.assert(
      fc.property(arbitraryWeights, ({ values, rows, cols }) => {
        // Squares below the least normal number are rounded; doubling is exact for all others.
        fc.pre(values.every((value) => value === 0 || Math.abs(value) > 1e-150));
        const doubled = values.map((value) => 2 * value);
        expect(frobenius.ofValues(doubled, rows, cols)).toBe(4 * frobenius.ofValues(values, rows, cols));
        expect(frobenius.expected(2 * rows, 2 * cols, 1, 3).mean).toBe(
          2 * frobenius.expected(rows, cols, 1, 3).mean,
        );
      }),
    );
  });

  it("frobenius spreads by s²·√(2mn)/min(m, n) for normal entries, by less for uniform ones", () => {
    expect(frobenius.expected(2, 8, 3, 3).standardDeviation).toBeCloseTo((3 * Math.sqrt(32)) / 2, 12);
    expect(frobenius.expected(2, 8, 3, 1.8).standardDeviation).toBeCloseTo((3 * Math.sqrt(0.8 * 16)) / 2, 12);
  });

  it("logDeterminant of a block-diagonal matrix is the sum over its blocks", () => {
    fc.assert(
      fc.property(arbitraryWeights, arbitraryWeights, (one, other) => {
        near(logOf(diagonal(one, other)), logOf(one) + logOf(other));
      }),
    );
  });

  it("logDeterminant of a row is ln(1 + its squared length), and of a diagonal matrix Σ ln(1 + σ²)", () => {
    near(logOf({ values: [1, 2, 2], rows: 1, cols: 3 }), Math.log(10));
    near(logOf({ values: [3, 0, 0, 0, 7, 0], rows: 2, cols: 3 }), Math.log(10) + Math.log(50));
  });
});
