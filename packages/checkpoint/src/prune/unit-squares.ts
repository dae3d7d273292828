import type { MatrixStatistics } from "../capacity/statistics.js";
import type { PrunablePart } from "./parts.js";

/** Σ x² of one matrix of a part, unit by unit. */
export interface UnitSquares {
  readonly statistics: MatrixStatistics;
  readonly units: Float64Array;
}

/** The statistics of a part's matrices, summed up over the rows or columns of each unit. */
export function unitSquares(part: PrunablePart, statistics: readonly MatrixStatistics[]): UnitSquares[] {
  const own = statistics.filter(
    ({ matrix }) => matrix.layer === part.layer && matrix.subModule === part.subModule,
  );
  return own.map((one) => {
    const size = part.unitSize(one.side === "rows" ? one.matrix.rowAxis : one.matrix.colAxis);
    const units = new Float64Array(part.units);
    for (const [index, value] of one.squares.entries()) units[Math.floor(index / size)]! += value;
    return { statistics: one, units };
  });
}

/** In which order units are kept: as they are stored, or by the product of the norms of their matrices. */
export type UnitOrder = "stored" | "norm";

/**
 * The units of a part, the first to be kept first. Equal ones stay in the order in which they are stored.
 *
 * A supernet is trained so that leading units matter most; in any other model the order that they are stored in means nothing.
 */
export function orderedUnits(squares: readonly UnitSquares[], units: number, order: UnitOrder): number[] {
  const indices = Array.from({ length: units }, (_, index) => index);
  if (order === "stored") return indices;
  // Logarithms: a product of four squared norms may leave the range of a double.
  const scores = indices.map((unit) =>
    squares.reduce((sum, one) => sum + Math.log(one.units[unit] as number), 0),
  );
  return indices.sort((one, other) => (scores[other] as number) - (scores[one] as number) || one - other);
}
