import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import {
  type DtypeName,
  dtypes,
  type Piece,
  piecesOf,
  placesOf,
  type RowRange,
  type Side,
  type Values,
  wasmModule,
} from "@zerolm/checkpoint/kernels";
import { changed, type FileVersion, sameVersion, shrunk } from "../files/file-version.js";

/** A task for a worker, which opens the file itself: bytes that two threads would hand over are bytes copied. */
export interface PathSquares {
  readonly path: string;
  /** The file as its header was read. */
  readonly version: FileVersion;
  readonly start: number;
  readonly dtype: DtypeName;
  readonly cols: number;
  readonly side: Side;
  readonly range: RowRange;
}

// Not `wasmKernels`: that loads core, which costs a thread more than reading a gigabyte.
const kernels = await wasmModule();

/** What became of a task. An error loses its class between threads, so a refusal of the system is sent as words. */
export type Outcome = { readonly sums: Float64Array } | { readonly refused: string };

/** Σ x² along one side, read straight into the memory of the kernels. */
export function squares(task: PathSquares): Outcome {
  try {
    const file = openSync(task.path, "r");
    try {
      const sums = sumsOf(file, task);
      return sameVersion(fstatSync(file), task.version) ? { sums } : { refused: changed };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.message === shrunk) return { refused: shrunk };
    if ("code" in error) return { refused: `cannot be read: ${error.message}` };
    throw error;
  }
}

function sumsOf(file: number, { start, dtype, cols, side, range }: PathSquares): Float64Array {
  const out = new Float64Array(side === "rows" ? range.to - range.from : cols);
  const { bytes: numberBytes } = dtypes[dtype];
  const sum = side === "rows" ? kernels.rowSquares : kernels.colSquares;
  for (const piece of piecesOf(range, cols, numberBytes)) {
    const at = start + (piece.row * cols + piece.col) * numberBytes;
    sum(readPiece(file, at, piece, numberBytes), dtype, piece.cols, placesOf(piece, side, range, out));
  }
  return out;
}

function readPiece(file: number, start: number, { rows, cols }: Piece, numberBytes: number): Uint8Array {
  const bytes = kernels.buffer(rows * cols * numberBytes);
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(file, bytes, done, bytes.length - done, start + done);
    if (count === 0) throw new Error(shrunk);
    done += count;
  }
  return bytes;
}

/** ln det(I + WᵀW). */
export async function logDeterminant({
  values,
  rows,
  cols,
}: {
  values: Values;
  rows: number;
  cols: number;
}): Promise<number> {
  const found = kernels.logDeterminant32(values, rows, cols);
  if (!Number.isNaN(found)) return found;
  const { plainKernels } = await import("@zerolm/checkpoint");
  return plainKernels.logDeterminant(values, rows, cols);
}
