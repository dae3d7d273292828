import { UsageError } from "@zerolm/core";
import type { MatrixStatistics } from "../capacity/statistics.js";
import type { PrunablePart } from "./parts.js";

/** Σ x² of one matrix of a part, unit by unit. */
export interface UnitSquares {
  readonly statistics: MatrixStatistics;
  readonly units: Float64Array;
}

/** What is known of the units of a part. */
export interface UnitFigures {
  readonly squares: readonly UnitSquares[];
  /** How much each changes the stream on a text, by `unitEnergies`; nothing without a text. */
  readonly energies?: Float64Array | undefined;
}

/** @throws {UsageError} without a text */
export function known(energies: Float64Array | undefined): Float64Array {
  if (energies) return energies;
  throw new UsageError("activations need a text, but none is given. Give one, or use norms.");
}

/** The statistics of a part's matrices, summed up over the rows or columns of each unit. */
export function unitSquares(part: PrunablePart, statistics: readonly MatrixStatistics[]): UnitSquares[] {
  const own = statistics.filter(
    ({ matrix }) => matrix.layer === part.layer && matrix.subModule === part.subModule,
  );
  return own.map((one) => {
    const size = part.unitSize(one.side === "rows" ? one.matrix.rowAxis : one.matrix.colAxis) ?? 0;
    const units = new Float64Array(part.units);
    for (const [index, value] of one.squares.entries()) units[Math.floor(index / size)]! += value;
    return { statistics: one, units };
  });
}

/**
 * In which order units are kept: as they are stored, by the product of the norms of their matrices, or by how much they change the stream on
 * a text.
 */
export type UnitOrder = "stored" | "norm" | "activation";

/**
 * The units of a part, the first to be kept first. Equal ones stay in the order in which they are stored.
 *
 * A supernet is trained so that leading units matter most; in any other model the order that they are stored in means nothing.
 */
export function orderedUnits({ squares, energies }: UnitFigures, units: number, order: UnitOrder): number[] {
  const indices = Array.from({ length: units }, (_, index) => index);
  if (order === "stored") return indices;
  const scores = order === "activation" ? known(energies) : logarithms(squares, indices);
  return indices.sort((one, other) => (scores[other] as number) - (scores[one] as number) || one - other);
}

/** Logarithms: a product of four squared norms may leave the range of a double. */
const logarithms = (squares: readonly UnitSquares[], indices: readonly number[]): number[] =>
  indices.map((unit) => squares.reduce((sum, one) => sum + Math.log(one.units[unit] as number), 0));
