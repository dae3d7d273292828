import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packQuads, roundUp, unpackQuads } from "../../src/kernel/quads.js";

const side = fc.integer({ min: 1, max: 21 });

describe("quads", () => {
  it("hold every entry of a matrix or of its transpose once, and zeros beside them", () => {
    fc.assert(
      fc.property(side, side, side, fc.boolean(), (rows, cols, start, transposed) => {
        const values = Float32Array.from({ length: start + rows * cols }, (_, index) => index + 1);
        const [rowStep, colStep] = transposed ? [1, rows] : [cols, 1];
        const depth = roundUp(cols, 4);
        const out = new Float32Array(roundUp(rows, 4) * depth).fill(-1);
        packQuads({ values, start, rowStep, colStep, rows, cols }, depth, out);
        const expected = Float32Array.from({ length: rows * cols }, (_, index) => {
          const [row, col] = [Math.floor(index / cols), index % cols];
          return values[start + row * rowStep + col * colStep]!;
        });
        expect(unpackQuads(out, rows, cols)).toEqual(expected);
        expect(out.filter((value) => value === 0)).toHaveLength(out.length - rows * cols);
      }),
    );
  });

  it("are blocks of 4 × 4, each row by row", () => {
    const values = Float32Array.from({ length: 64 }, (_, index) => index);
    const out = new Float32Array(64);
    packQuads({ values, start: 0, rowStep: 8, colStep: 1, rows: 8, cols: 8 }, 8, out);
    expect([...out.subarray(0, 8)]).toEqual([0, 1, 2, 3, 8, 9, 10, 11]);
    expect([...out.subarray(16, 20)]).toEqual([4, 5, 6, 7]);
    expect([...out.subarray(32, 36)]).toEqual([32, 33, 34, 35]);
  });
});
