import base64 from "../../assembly/kernels.ts?wasm-base64";
import type { DtypeName, Values } from "../safetensors/dtype.js";
import type { Kernels } from "./kernels.js";
import { plainSquares } from "./plain-squares.js";
import { packQuads, quadPlace, roundUp, unpackQuads } from "./quads.js";

type Squares = (input: number, rows: number, cols: number, out: number) => void;

interface Exports {
  readonly rowSquaresBF16: Squares;
  readonly colSquaresBF16: Squares;
  readonly rowSquaresF16: Squares;
  readonly colSquaresF16: Squares;
  readonly rowSquaresF32: Squares;
  readonly colSquaresF32: Squares;
  readonly addGram: (x: number, n: number, k: number, gram: number) => void;
  readonly logDeterminant: (gram: number, n: number) => number;
  readonly multiply: (a: number, rows: number, b: number, cols: number, k: number, c: number) => void;
}

/** Tables of the module's own lie below. */
const base = 65_536;
const pageBytes = 65_536;

/** The Gram matrix of so many vectors fills 1 GB; a 32-bit memory has no room for many more. */
const maximumGram = 16_384;

/** Numbers of a vector that go into the Gram matrix at a time, so that there is no second copy of the matrix. */
const panelDepth = 512;

/** Memory that the module and we share, grown when something larger comes. */
class Heap {
  readonly memory = new WebAssembly.Memory({ initial: 2 });

  reserve(bytes: number): void {
    const missing = base + bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
  }
}

/** A dtype that the module has sums for, as its names end. */
const native = (dtype: DtypeName): "BF16" | "F16" | "F32" | undefined =>
  dtype === "BF16" || dtype === "F16" || dtype === "F32" ? dtype : undefined;

/** The sums of `Kernels`, and the determinant as far as float32 goes. */
export interface WasmModule extends Pick<Kernels, "buffer" | "rowSquares" | "colSquares" | "multiply"> {
  /** ln det(I + WᵀW), or NaN where float32 is not enough. */
  readonly logDeterminant32: Kernels["logDeterminant"];
}

/** Compiles the module. It has a memory of its own, so each thread makes its own. */
export async function wasmModule(): Promise<WasmModule> {
  const heap = new Heap();
  const module = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const abort = (): never => {
    throw new WebAssembly.RuntimeError("a kernel gave up");
  };
  const { instance } = await WebAssembly.instantiate(module, { env: { memory: heap.memory, abort } });
  const exports = instance.exports as unknown as Exports;
  return {
    buffer: (bytes) => {
      heap.reserve(bytes);
      return new Uint8Array(heap.memory.buffer, base, bytes);
    },
    rowSquares: squares(heap, exports, "row"),
    colSquares: squares(heap, exports, "col"),
    multiply: (x, w, k) => multiply(heap, exports, x, w, k),
    logDeterminant32: (values, rows, cols) => logDeterminant32(heap, exports, values, rows, cols),
  };
}

function squares(heap: Heap, exports: Exports, side: "row" | "col"): Kernels["rowSquares"] {
  return (bytes, dtype, cols, out) => {
    const suffix = native(dtype);
    const plain = plainSquares[`${side}Squares`];
    if (suffix === undefined || bytes.length === 0) return plain(bytes, dtype, cols, out);
    const { length } = bytes;
    const place = placed(heap, bytes, out.length * 8);
    // From here on `bytes` may be an array of length 0: growing takes the memory away from it.
    const sums = new Float64Array(heap.memory.buffer, place, out.length).fill(0);
    const rows = length / (cols * (suffix === "F32" ? 4 : 2));
    exports[`${side}Squares${suffix}`](base, rows, cols, place);
    // Squares of large numbers overflow a float32, not a float64.
    if (!allFinite(sums)) return plain(new Uint8Array(heap.memory.buffer, base, length), dtype, cols, out);
    for (let index = 0; index < out.length; index++) out[index] += sums[index];
  };
}

/** Not `every`, which calls a function for each: a column has few numbers in a piece, and that would take as long as they do. */
function allFinite(sums: Float64Array): boolean {
  let rest = 0;
  for (let index = 0; index < sums.length; index++) rest += 0 * sums[index];
  return rest === 0;
}

/** Sees to it that the bytes lie at `base`, with room for `more` behind them; says where that room is. */
function placed(heap: Heap, bytes: Uint8Array, more: number): number {
  const behind = roundUp(bytes.length, 16);
  const inPlace = bytes.buffer === heap.memory.buffer && bytes.byteOffset === base;
  // Growing gives the memory another array and empties the old one, so where the bytes lie is asked before.
  heap.reserve(behind + more);
  if (!inPlace) new Uint8Array(heap.memory.buffer, base, bytes.length).set(bytes);
  return base + behind;
}

/**
 * The largest squared norm of a vector for which float32 is enough: a pivot, which is at least 1, is then off by about 10⁻³ at worst, and
 * by less in sum. Rows of trained weights have squared norms of 1 to 100.
 */
const maximumSquare = 2 ** 13;

/** Also false for what is not finite. An entry is no larger than the diagonal allows (Cauchy–Schwarz). */
function isWithinFloat32(gram: Float32Array, size: number): boolean {
  for (let index = 0; index < size; index++)
    if (!(gram[quadPlace(index, index, size)] <= maximumSquare)) return false;
  return true;
}

function logDeterminant32(heap: Heap, exports: Exports, values: Values, rows: number, cols: number): number {
  const [vectors, length] = rows <= cols ? [rows, cols] : [cols, rows];
  if (vectors > maximumGram) return Number.NaN;
  const padded = roundUp(vectors, 4);
  const depth = Math.min(panelDepth, roundUp(length, 4));
  const gramBytes = padded * padded * 4;
  heap.reserve(gramBytes + padded * depth * 4);
  const gram = new Float32Array(heap.memory.buffer, base, padded * padded).fill(0);
  const panel = new Float32Array(heap.memory.buffer, base + gramBytes, padded * depth);
  const [rowStep, colStep] = rows <= cols ? [cols, 1] : [1, cols];
  for (let from = 0; from < length; from += depth) {
    const taken = Math.min(depth, length - from);
    packQuads({ values, start: from * colStep, rowStep, colStep, rows: vectors, cols: taken }, depth, panel);
    exports.addGram(base + gramBytes, padded, depth, base);
  }
  return isWithinFloat32(gram, padded) ? exports.logDeterminant(base, padded) : Number.NaN;
}

function multiply(heap: Heap, exports: Exports, x: Float32Array, w: Float32Array, k: number): Float32Array {
  const [rows, cols] = [x.length / k, w.length / k];
  const [quadRows, quadCols, depth] = [roundUp(rows, 4), roundUp(cols, 4), roundUp(k, 4)];
  const [second, third] = [base + quadRows * depth * 4, base + (quadRows + quadCols) * depth * 4];
  heap.reserve(third - base + quadRows * quadCols * 4);
  const put = (values: Float32Array, count: number, at: number): void => {
    const quads = new Float32Array(heap.memory.buffer, at, roundUp(count, 4) * depth);
    packQuads({ values, start: 0, rowStep: k, colStep: 1, rows: count, cols: k }, depth, quads);
  };
  put(x, rows, base);
  put(w, cols, second);
  const out = new Float32Array(heap.memory.buffer, third, quadRows * quadCols).fill(0);
  exports.multiply(base, quadRows, second, quadCols, depth, third);
  return unpackQuads(out, rows, cols);
}
