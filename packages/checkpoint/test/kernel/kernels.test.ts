import { Random } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { wasmKernels } from "../../src/kernel/wasm-kernels.js";
import { type DtypeName, dtypes } from "../../src/safetensors/dtype.js";

const wasm = await wasmKernels();
const random = new Random(3);
const normal = (count: number, scale = 0.05): Float32Array =>
  Float32Array.from({ length: count }, () => random.normal() * scale);

const floats: DtypeName[] = ["BF16", "F16", "F32", "F64", "F8_E4M3", "F8_E5M2"];
const shapes = [
  [1, 1],
  [3, 7],
  [17, 16],
  [16, 17],
  [5, 128],
  [33, 300],
  [2, 5000],
  [200, 8],
] as const;

/** What both kernels add to sums that hold something already. */
function both(
  side: "rowSquares" | "colSquares",
  dtype: DtypeName,
  bytes: Uint8Array,
  cols: number,
  places: number,
) {
  const [plain, fast] = [new Float64Array(places).fill(0.5), new Float64Array(places).fill(0.5)];
  plainKernels[side](bytes, dtype, cols, plain);
  wasm[side](bytes, dtype, cols, fast);
  return { plain, fast };
}

describe.each(floats)("sums of squares of %s", (dtype) => {
  it.each(shapes)("are those of the plain twin for %i × %i", (rows, cols) => {
    const bytes = dtypes[dtype].encode(normal(rows * cols));
    for (const [side, places] of [
      ["rowSquares", rows],
      ["colSquares", cols],
    ] as const) {
      const { plain, fast } = both(side, dtype, bytes, cols, places);
      for (const [index, value] of fast.entries()) expect(value / plain[index]! - 1).toBeCloseTo(0, 6);
    }
  });

  it("are exact for zeros, and keep infinity, NaN and numbers whose square overflows a float32", () => {
    const values = new Float32Array(64);
    const at = (value: number): number => {
      values[33] = value;
      const { plain, fast } = both("rowSquares", dtype, dtypes[dtype].encode(values), 64, 1);
      expect(fast).toEqual(plain);
      expect(both("colSquares", dtype, dtypes[dtype].encode(values), 64, 64).fast[33]).toEqual(plain[0]);
      return fast[0]!;
    };
    expect(at(0)).toBe(0.5);
    expect(at(Number.NaN)).toBeNaN();
    at(Number.POSITIVE_INFINITY);
    at(Number.NEGATIVE_INFINITY);
    at(1e30);
  });

  it("take bytes that lie in their own buffer already", () => {
    const bytes = dtypes[dtype].encode(normal(4096));
    const inPlace = wasm.buffer(bytes.length);
    inPlace.set(bytes);
    const out = new Float64Array(64);
    wasm.rowSquares(inPlace, dtype, 64, out);
    const { plain } = both("rowSquares", dtype, bytes, 64, 64);
    for (const [index, value] of out.entries()) expect((value + 0.5) / plain[index]! - 1).toBeCloseTo(0, 6);
  });
});

describe("a memory that has to grow", () => {
  it("keeps what lies in it", async () => {
    const sizes = [1, 70_000, 65_536, 131_072, 400_000, 131_000];
    const growing = await wasmKernels();
    for (const rows of sizes)
      for (const value of [1, 1e30]) {
        growing.buffer(4 * rows).set(dtypes.BF16.encode(new Float32Array(2 * rows).fill(value)));
        const out = new Float64Array(rows);
        growing.rowSquares(growing.buffer(4 * rows), "BF16", 2, out);
        const expected = dtypes.BF16.decode(dtypes.BF16.encode([value]))[0]! ** 2 * 2;
        expect(out.every((sum) => sum === expected)).toBe(true);
      }
  });
});

describe("every pattern of 16 bits", () => {
  it.each(["BF16", "F16"] as const)("is squared as the plain twin does: %s", (dtype) => {
    const patterns = Uint16Array.from({ length: 65_536 }, (_, pattern) => pattern);
    const { plain, fast } = both("colSquares", dtype, new Uint8Array(patterns.buffer), 65_536, 65_536);
    const differing = [...fast.keys()].filter(
      (index) => !(Object.is(fast[index], plain[index]) || Math.abs(fast[index]! / plain[index]! - 1) < 1e-7),
    );
    expect(differing).toEqual([]);
  });
});

describe("ln det(I + WᵀW)", () => {
  it.each([
    [1, 1],
    [4, 4],
    [3, 50],
    [50, 3],
    [64, 64],
    [65, 130],
    [200, 130],
    [130, 1100],
    [1100, 70],
  ])("is that of the plain twin for %i × %i", (rows, cols) => {
    for (const scale of [0.02, 1]) {
      const values = normal(rows * cols, scale);
      const plain = plainKernels.logDeterminant(values, rows, cols);
      expect(wasm.logDeterminant(values, rows, cols) / plain - 1).toBeCloseTo(0, 5);
    }
  });

  it("falls back on float64 where float32 loses the pivots", () => {
    const rows = Array.from({ length: 40 }, () => normal(40, 1));
    const values = Float64Array.from(
      { length: 1600 },
      (_, index) => 3e4 * (1 + 1e-9 * rows[Math.floor(index / 40)]![index % 40]!),
    );
    const plain = plainKernels.logDeterminant(values, 40, 40);
    expect(wasm.logDeterminant(values, 40, 40) / plain - 1).toBeCloseTo(0, 3);
    expect(wasm.logDeterminant(new Float64Array(16).fill(1e30), 4, 4)).toBe(
      plainKernels.logDeterminant(new Float64Array(16).fill(1e30), 4, 4),
    );
  });

  it("of zeros is 0, and of NaN is NaN", () => {
    expect(wasm.logDeterminant(new Float32Array(35), 5, 7)).toBe(0);
    expect(wasm.logDeterminant(new Float32Array(35).fill(Number.NaN), 5, 7)).toBeNaN();
  });
});

describe("multiply", () => {
  it.each([
    [2, 4, 4],
    [128, 68, 36],
    [66, 200, 1030],
    [70, 8, 1028],
    [3, 5, 7],
    [1, 1, 1],
    [5, 131, 513],
  ])("is that of the plain twin for %i × %i over %i", (rows, cols, k) => {
    const [x, w] = [normal(rows * k, 1), normal(cols * k, 1)];
    const [plain, fast] = [plainKernels.multiply(x, w, k), wasm.multiply(x, w, k)];
    expect(fast).toHaveLength(rows * cols);
    for (const [index, value] of fast.entries())
      expect(Math.abs(value - plain[index]!)).toBeLessThan(1e-4 * Math.sqrt(k));
  });
});
