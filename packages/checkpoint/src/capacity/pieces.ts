/** Along which side of a tensor, as it lies in the file, squares are summed up one by one. */
export type Side = "rows" | "cols";

/** Rows `from` up to and without `to` of a tensor of rows × cols numbers. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** A piece that is read at once: some whole rows, or a part of one. */
export interface Piece {
  readonly row: number;
  readonly rows: number;
  readonly col: number;
  readonly cols: number;
}

/**
 * Little enough for what was read to be in a cache still when it is summed up, and enough for the thousands of sums of a matrix's columns,
 * which every piece adds to, to take less time than its numbers.
 */
const pieceBytes = 2 ** 20;

/**
 * Cuts rows into pieces of about a megabyte: whole rows, or a longer row into several.
 *
 * @param numberBytes bytes of one number
 */
export function* piecesOf({ from, to }: RowRange, cols: number, numberBytes: number): Generator<Piece> {
  const inPiece = Math.max(1, Math.floor(pieceBytes / numberBytes));
  if (cols > inPiece)
    for (let row = from; row < to; row++)
      for (let col = 0; col < cols; col += inPiece)
        yield { row, rows: 1, col, cols: Math.min(inPiece, cols - col) };
  else if (cols > 0) {
    const step = Math.max(1, Math.floor(inPiece / cols));
    for (let row = from; row < to; row += step) yield { row, rows: Math.min(step, to - row), col: 0, cols };
  }
}

/** The places of a side's sums that a piece adds to; `out` holds the sums of the range alone. */
export function placesOf(piece: Piece, side: Side, { from }: RowRange, out: Float64Array): Float64Array {
  const [start, count] = side === "rows" ? [piece.row - from, piece.rows] : [piece.col, piece.cols];
  return out.subarray(start, start + count);
}
