import { type Host, InterruptedError } from "@zerolm/core";
import type { Kernels } from "../kernel/kernels.js";
import { dtypes } from "../safetensors/dtype.js";
import type { Tensor } from "../safetensors/tensor.js";
import { piecesOf, placesOf, type RowRange, type Side } from "./pieces.js";

/** Σ x² along one side of some rows of a tensor, which is taken as rows × cols numbers. */
export interface SquaresTask {
  readonly tensor: Tensor;
  readonly cols: number;
  readonly side: Side;
  readonly range: RowRange;
}

/** Does a task; on this thread or on another. One sum for every row of the range, or for every column. */
export type SquaresRunner = (task: SquaresTask) => Promise<Float64Array>;

/**
 * Does tasks on this thread, from any source.
 *
 * @throws {InterruptedError} if the host stops it, after at most a megabyte more
 */
export const squaresHere =
  (kernels: Kernels, { signal }: Pick<Host, "signal"> = {}): SquaresRunner =>
  async ({ tensor, cols, side, range }) => {
    const out = new Float64Array(side === "rows" ? range.to - range.from : cols);
    const { bytes: numberBytes } = dtypes[tensor.dtype];
    for (const piece of piecesOf(range, cols, numberBytes)) {
      if (signal?.aborted) throw new InterruptedError("stopped before all weights were read");
      const start = tensor.start + (piece.row * cols + piece.col) * numberBytes;
      const bytes = await tensor.source.read(start, start + piece.rows * piece.cols * numberBytes);
      const sum = side === "rows" ? kernels.rowSquares : kernels.colSquares;
      sum(bytes, tensor.dtype, piece.cols, placesOf(piece, side, range, out));
    }
    return out;
  };
