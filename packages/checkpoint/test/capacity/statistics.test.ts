import { capacities, singularValuesByGram, WorkError } from "@zerolm/core";
import { describe, expect, it, vi } from "vitest";
import { effectiveRank } from "../../src/capacity/effective-rank.js";
import { piecesOf } from "../../src/capacity/pieces.js";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { matrixValues } from "../../src/capacity/values.js";
import { wasmKernels } from "../../src/kernel/wasm-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

const run = squaresHere(await wasmKernels());

describe("squareStatistics", () => {
  it.each(Object.keys(examples))("of %s are what the numbers of each matrix give", async (name) => {
    const mapped = mapCheckpoint(await checkpointOf(examples[name]!));
    const statistics = await squareStatistics(mapped, run);
    expect(statistics.length).toBe(mapped.matrices.filter(({ layer }) => layer !== undefined).length);
    for (const { matrix, squaredNorm, side, squares } of statistics) {
      const values = await matrixValues(matrix);
      const [rows, cols] = [matrix.rows, matrix.cols];
      const expected = capacities.frobenius.ofValues(values, rows, cols) * Math.min(rows, cols);
      expect(squaredNorm).toBeCloseTo(expected, 6);
      expect(squares.length).toBe(side === "rows" ? rows : cols);
      const second = [...values].filter(
        (_, index) => (side === "rows" ? Math.floor(index / cols) : index % cols) === 1,
      );
      const [own = 0] = [squares[1]];
      if (squares.length > 1)
        expect(own).toBeCloseTo(
          second.reduce((sum, value) => sum + value * value, 0),
          6,
        );
      if (matrix.role === "down" || matrix.role === "output") expect(side).toBe("cols");
    }
  });

  it("reads layers only unless told otherwise, and says how far it is", async () => {
    const mapped = mapCheckpoint(await checkpointOf(examples.llama!));
    const progress: [number, number | undefined][] = [];
    let now = 0;
    vi.spyOn(Date, "now").mockImplementation(() => (now += 1000)); // so that every step is reported
    const all = await squareStatistics(mapped, run, {
      chosen: () => true,
      host: { report: ({ done, total }) => void progress.push([done, total]) },
    });
    vi.restoreAllMocks();
    expect(all.map(({ matrix }) => matrix.name)).toContain("head.vocabulary");
    const bytes = mapped.matrices.reduce((sum, { rows, cols }) => sum + rows * cols * 4, 0);
    expect(progress.at(-1)).toEqual([bytes, bytes]);
    expect(progress.map(([done]) => done)).toEqual(
      progress.map(([done]) => done).sort((one, other) => one - other),
    );
  });

  it("names a tensor with numbers that are not finite", async () => {
    const checkpoint = await checkpointOf(examples.llama!);
    const name = "model.layers.1.mlp.up_proj.weight";
    const tensor = checkpoint.tensors.get(name)!;
    const bytes = new Uint8Array(new Float32Array(96).fill(Number.NaN).buffer);
    const source = { ...tensor.source, read: async (start: number, end: number) => bytes.slice(start, end) };
    const broken = {
      ...checkpoint,
      tensors: new Map([...checkpoint.tensors, [name, { ...tensor, source, start: 0, end: 384 }]]),
    };
    const failing = squareStatistics(mapCheckpoint(broken), run);
    await expect(failing).rejects.toThrow(WorkError);
    await expect(failing).rejects.toMatchObject({ place: { key: name } });
  });
});

describe("piecesOf", () => {
  it.each([
    [10, 7, 4],
    [3, 1_000_000, 2],
    [1000, 300, 8],
    [5, 0, 4],
  ])("covers %i × %i numbers of %i bytes once", (rows, cols, bytes) => {
    const covered = new Uint8Array(rows * cols);
    for (const piece of piecesOf({ from: 1, to: rows }, cols, bytes)) {
      expect(piece.rows === 1 || piece.cols === cols).toBe(true);
      expect(piece.rows * piece.cols * bytes).toBeLessThanOrEqual(2 ** 20);
      for (let row = piece.row; row < piece.row + piece.rows; row++)
        for (let col = piece.col; col < piece.col + piece.cols; col++) covered[row * cols + col]!++;
    }
    expect(covered.subarray(0, cols).every((count) => count === 0)).toBe(true);
    expect(covered.subarray(cols).every((count) => count === 1)).toBe(true);
  });
});

describe("the spectrum", () => {
  it("has the norm and the determinant of the matrix", async () => {
    const { matrices } = mapCheckpoint(await checkpointOf(examples.gpt2!));
    for (const matrix of matrices.filter(({ layer }) => layer === 0)) {
      const values = await matrixValues(matrix);
      const [rows, cols] = [matrix.rows, matrix.cols];
      const spectrum = singularValuesByGram(values, rows, cols);
      expect(spectrum).toHaveLength(Math.min(rows, cols));
      const logarithms = spectrum.reduce((sum, value) => sum + Math.log1p(value * value), 0);
      expect(logarithms).toBeCloseTo(capacities.logDeterminant.ofValues(values, rows, cols), 9);
      const norm = spectrum.reduce((sum, value) => sum + value * value, 0);
      expect(norm / Math.min(rows, cols)).toBeCloseTo(capacities.frobenius.ofValues(values, rows, cols), 9);
    }
  });

  it("has an effective rank between 1 and its length", () => {
    expect(effectiveRank(Float64Array.of(2, 2, 2))).toBeCloseTo(3, 12);
    expect(effectiveRank(Float64Array.of(5, 0))).toBe(1);
    expect(effectiveRank(Float64Array.of(0, 0))).toBe(0);
  });
});
