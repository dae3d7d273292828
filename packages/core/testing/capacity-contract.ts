import {
  type Capacity,
  entryKurtosis,
  entrySampler,
  entryVariance,
  type Initialiser,
  Random,
} from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectMean, standardDeviation } from "./statistics.js";

/** What the closed form of a capacity leaves out. */
export interface CapacityCase {
  readonly capacity: Capacity;
  /** The known difference between the mean over matrices of this size and the closed form; 0 where that is exact. */
  readonly finiteSize: (rows: number, cols: number, variance: number, kurtosis: number) => number;
}

/** Rows × cols numbers, row by row. */
export interface Weights {
  readonly values: readonly number[];
  readonly rows: number;
  readonly cols: number;
}

const length = fc.integer({ min: 1, max: 9 });

/** Small matrices of moderate numbers. */
export const arbitraryWeights: fc.Arbitrary<Weights> = fc
  .tuple(length, length)
  .chain(([rows, cols]) =>
    fc
      .array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: rows * cols, maxLength: rows * cols })
      .map((values) => ({ values, rows, cols })),
  );

export const transposed = ({ values, rows, cols }: Weights): Weights => ({
  values: values.map((_, index) => values[(index % rows) * cols + Math.floor(index / rows)] as number),
  rows: cols,
  cols: rows,
});

/** The first two rows turned by an angle, which changes no singular value. */
function turned({ values, rows, cols }: Weights, angle: number): Weights {
  if (rows < 2) return { values: values.map((value) => -value), rows, cols };
  const turn = (value: number, index: number): number => {
    const row = Math.floor(index / cols);
    if (row > 1) return value;
    const other = values[(1 - row) * cols + (index % cols)] as number;
    return value * Math.cos(angle) + (row === 0 ? -1 : 1) * other * Math.sin(angle);
  };
  return { values: values.map(turn), rows, cols };
}

const shapes = [
  [1, 64],
  [64, 1],
  [12, 12],
  [8, 40],
  [40, 8],
  [30, 20],
] as const;

const initialisers: readonly Initialiser[] = [
  { kind: "normal", std: 0.02 },
  { kind: "normal", std: 1 },
  { kind: "truncated-normal", std: 0.3 },
  { kind: "xavier", distribution: "normal" },
  { kind: "xavier", distribution: "uniform" },
  { kind: "kaiming", distribution: "uniform" },
];

/** What every capacity owes: a closed form that random matrices bear out, and values that only singular values decide. */
export function capacityContract({ capacity, finiteSize }: CapacityCase): void {
  it("says where it comes from", () => expect(capacity.source).toMatch(/\S/));
  describe.each(
    initialisers.map((initialiser) => ({ title: Object.values(initialiser).join(" "), initialiser })),
  )("under $title", ({ initialiser }) => {
    it.each(shapes)("expects what random matrices of %i × %i have", (rows, cols) =>
      expectSamples(capacity, finiteSize, initialiser, rows, cols),
    );
  });
  expectationContract(capacity);
  valueContract(capacity);
}

const repeats = 400;

function expectSamples(
  capacity: Capacity,
  finiteSize: CapacityCase["finiteSize"],
  initialiser: Initialiser,
  rows: number,
  cols: number,
): void {
  const draw = entrySampler(initialiser, rows, cols, new Random(rows * 1000 + cols));
  const measured = Array.from({ length: repeats }, () =>
    capacity.ofValues(Float64Array.from({ length: rows * cols }, draw), rows, cols),
  );
  const moments = [entryVariance(initialiser, rows, cols), entryKurtosis(initialiser)] as const;
  const expected = capacity.expected(rows, cols, ...moments);
  expectMean(measured, expected.mean + finiteSize(rows, cols, ...moments));
  if (expected.standardDeviation === undefined) return;
  // The standard deviation of a sample spreads by 1/√(2·repeats) of itself for normal values, somewhat more for skewed ones.
  const ratio = standardDeviation(measured) / expected.standardDeviation;
  expect(Math.abs(ratio - 1)).toBeLessThan(4 / Math.sqrt(2 * repeats));
}

const size = fc.integer({ min: 1, max: 5000 });
const variance = fc.double({ min: 1e-6, max: 10, noNaN: true });

function expectationContract({ expected }: Capacity): void {
  it("expects the same of a matrix and its transpose, to the bit", () => {
    fc.assert(
      fc.property(size, size, variance, (rows, cols, s2) => {
        expect(expected(rows, cols, s2, 3)).toEqual(expected(cols, rows, s2, 3));
      }),
    );
  });

  it("expects more of larger weights and nothing of none", () => {
    fc.assert(
      fc.property(size, size, variance, (rows, cols, s2) => {
        const { mean } = expected(rows, cols, s2, 3);
        expect(mean).toBeGreaterThan(0);
        expect(expected(rows, cols, 1.01 * s2, 3).mean).toBeGreaterThan(mean);
        expect(expected(rows, cols, 0, 3).mean).toBe(0);
      }),
    );
  });
}

function valueContract(capacity: Capacity): void {
  const of = ({ values, rows, cols }: Weights): number => capacity.ofValues(values, rows, cols);
  const expectSame = (one: Weights, other: Weights): void => {
    expect(Math.abs(of(one) - of(other))).toBeLessThanOrEqual(1e-11 * (1 + of(one)));
  };

  it("is the same for a matrix and its transpose", () => {
    fc.assert(fc.property(arbitraryWeights, (weights) => expectSame(weights, transposed(weights))));
  });

  it("does not change when rows are turned, negated or stored as Float32Array", () => {
    fc.assert(
      fc.property(arbitraryWeights, fc.double({ min: 0, max: 6, noNaN: true }), (weights, angle) => {
        expectSame(weights, turned(weights, angle));
        expectSame(weights, { ...weights, values: weights.values.map((value) => -value) });
        const single = Float32Array.from(weights.values);
        const rounded = { ...weights, values: [...single] };
        expect(capacity.ofValues(single, weights.rows, weights.cols)).toBe(of(rounded));
      }),
    );
  });

  it("is zero for zeros, not negative, and grows with the weights", () => {
    fc.assert(
      fc.property(arbitraryWeights, (weights) => {
        expect(of({ ...weights, values: weights.values.map(() => 0) })).toBe(0);
        expect(of(weights)).toBeGreaterThanOrEqual(0);
        const doubled = of({ ...weights, values: weights.values.map((value) => 2 * value) });
        expect(doubled).toBeGreaterThanOrEqual(of(weights));
      }),
    );
  });
}
