import fc from "fast-check";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { nuclearNorm, singularValuesByGram } from "../../src/capacity/nuclear-norm.js";
import { symmetricEigenvalues } from "../../src/capacity/symmetric-eigenvalues.js";
import { Random } from "../../src/random/random.js";

const bySvd = (values: Float64Array, rows: number, cols: number): number[] =>
  new SingularValueDecomposition(Matrix.from1DArray(rows, cols, values), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  }).diagonal.sort((one, other) => other - one);

/** A product of two thin random matrices, so that the rank is known. */
const matrices = fc
  .record({
    rows: fc.integer({ min: 1, max: 24 }),
    cols: fc.integer({ min: 1, max: 24 }),
    rank: fc.integer({ min: 0, max: 24 }),
    scale: fc.constantFrom(1e-6, 1, 1e6),
    seed: fc.nat(),
  })
  .map(({ rows, cols, rank, scale, seed }) => {
    const random = new Random(seed);
    const draw = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.normal());
    const [left, right] = [draw(rows * rank), draw(rank * cols)];
    const values = Float64Array.from({ length: rows * cols }, (_, place) => {
      const [row, col] = [Math.floor(place / cols), place % cols];
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += left[row * rank + k]! * right[k * cols + col]!;
      return scale * sum;
    });
    return { rows, cols, rank, values };
  });

describe("singular values by the Gram matrix", () => {
  it("are those of an SVD, of matrices of every shape, rank and scale", () =>
    fc.assert(
      fc.property(matrices, ({ rows, cols, values }) => {
        const expected = bySvd(values, rows, cols);
        const found = singularValuesByGram(values, rows, cols);
        expect(found).toHaveLength(expected.length);
        for (const [index, value] of expected.entries())
          expect(Math.abs(found[index]! - value)).toBeLessThanOrEqual(1e-6 * expected[0]!);
      }),
    ));

  it("add up to the nuclear norm of 256 × 256, within 1e-5 of an SVD, also of a matrix of low rank", () => {
    const random = new Random(1);
    const full = Float64Array.from({ length: 256 * 256 }, () => 0.02 * random.normal());
    const low = full.map((value, place) => (place < 60 * 256 ? value : full[place % (60 * 256)]!));
    for (const values of [full, low]) {
      const expected = bySvd(values, 256, 256).reduce((sum, value) => sum + value, 0);
      expect(Math.abs(nuclearNorm(values, 256, 256) / expected - 1)).toBeLessThan(1e-5);
    }
  });

  it("add up to the same if the rank is known, and if it is higher than was said", () => {
    const random = new Random(2);
    const draw = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.normal());
    const [rows, cols, rank] = [60, 90, 12];
    const [left, right] = [draw(rows * rank), draw(rank * cols)];
    const product = Float64Array.from({ length: rows * cols }, (_, place) => {
      const [row, col] = [Math.floor(place / cols), place % cols];
      return left
        .subarray(row * rank, (row + 1) * rank)
        .reduce((sum, x, k) => sum + x * right[k * cols + col]!, 0);
    });
    const expected = bySvd(product, rows, cols).reduce((sum, value) => sum + value, 0);
    for (const values of [product, Float32Array.from(product)])
      for (const likelyRank of [1, 8, 12, 20, 60])
        expect(Math.abs(nuclearNorm(values, rows, cols, likelyRank) / expected - 1)).toBeLessThan(1e-5);
    expect(nuclearNorm(new Float64Array(rows * cols), rows, cols)).toBe(0);
    expect(
      nuclearNorm(
        product.map((x, place) => (place === 7 ? Number.NaN : x)),
        rows,
        cols,
      ),
    ).toBeNaN();
  });

  it("are zeros of zeros", () => {
    expect([...singularValuesByGram(new Float64Array(6), 2, 3)]).toEqual([0, 0]);
  });
});

describe("eigenvalues of symmetric matrices", () => {
  it("keep trace and squares, and are in order", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), (size, seed) => {
        const random = new Random(seed);
        const matrix = new Float64Array(size * size);
        for (let row = 0; row < size; row++)
          for (let col = 0; col <= row; col++)
            matrix[row * size + col] = matrix[col * size + row] = random.normal();
        const trace = matrix.reduce((sum, x, place) => sum + (place % (size + 1) === 0 ? x : 0), 0);
        const squares = matrix.reduce((sum, x) => sum + x * x, 0);
        const found = symmetricEigenvalues(matrix, size);
        expect([...found]).toEqual([...found].sort((one, other) => one - other));
        expect(found.reduce((sum, x) => sum + x, 0)).toBeCloseTo(trace, 9);
        expect(found.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(squares, 8);
      }),
    ));

  it("of a matrix that is diagonal are its entries", () => {
    expect([...symmetricEigenvalues(Float64Array.of(3, 0, 0, 0, -1, 0, 0, 0, 2), 3)]).toEqual([-1, 2, 3]);
  });
});
