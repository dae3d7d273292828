import { closeSync, openSync, readSync } from "node:fs";
import { InputError } from "@zerolm/core";
import { type Piece, piecesOf, placesOf, type RowRange, type Side } from "../capacity/pieces.js";
import { wasmKernels } from "../kernel/wasm-kernels.js";
import { type DtypeName, dtypes, type Values } from "../safetensors/dtype.js";

/** A task for a worker, which opens the file itself: bytes that two threads would hand over are bytes copied. */
export interface PathSquares {
  readonly path: string;
  readonly start: number;
  readonly dtype: DtypeName;
  readonly cols: number;
  readonly side: Side;
  readonly range: RowRange;
}

const kernels = await wasmKernels();

/** Σ x² along one side, read straight into the memory of the kernels. */
export function squares({ path, start, dtype, cols, side, range }: PathSquares): Float64Array {
  const out = new Float64Array(side === "rows" ? range.to - range.from : cols);
  const { bytes: numberBytes } = dtypes[dtype];
  const sum = side === "rows" ? kernels.rowSquares : kernels.colSquares;
  const file = openSync(path, "r");
  try {
    for (const piece of piecesOf(range, cols, numberBytes)) {
      const bytes = readPiece(
        file,
        start + (piece.row * cols + piece.col) * numberBytes,
        piece,
        numberBytes,
        path,
      );
      sum(bytes, dtype, piece.cols, placesOf(piece, side, range, out));
    }
  } finally {
    closeSync(file);
  }
  return out;
}

function readPiece(
  file: number,
  start: number,
  { rows, cols }: Piece,
  numberBytes: number,
  path: string,
): Uint8Array {
  const bytes = kernels.buffer(rows * cols * numberBytes);
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(file, bytes, done, bytes.length - done, start + done);
    if (count === 0) throw new InputError("became shorter while it was read", { file: path });
    done += count;
  }
  return bytes;
}

/** ln det(I + WᵀW). */
export function logDeterminant({
  values,
  rows,
  cols,
}: {
  values: Values;
  rows: number;
  cols: number;
}): number {
  return kernels.logDeterminant(values, rows, cols);
}
