import { matrixValues } from "../capacity/values.js";
import { keptSize, type PrunablePart } from "./parts.js";
import { prefixLogDeterminants, unitBlocks } from "./prefix-log-determinant.js";
import { known, type UnitFigures, type UnitSquares } from "./unit-squares.js";

/** What a part is worth with its first 0, 1, … units of an order. */
export type PartValues = (
  part: PrunablePart,
  figures: UnitFigures,
  order: readonly number[],
) => Promise<readonly number[]>;

/** How the worth of what is kept is counted. */
export interface PruneProxy {
  readonly name: string;
  readonly summary: string;
  /** Whether alpha weighs attention against FFN. */
  readonly usesAlpha: boolean;
  /** Whether it needs to know what a text makes of the layers. Default: no. */
  readonly needsText?: boolean;
  readonly values: PartValues;
}

/** Cumulated squares of all matrices of a part, each divided by what `divisor` says of so many units. */
function squaresOver(divisor: (part: PrunablePart, one: UnitSquares, kept: number) => number): PartValues {
  return async (part, { squares }, order) => {
    const values = new Array<number>(part.units + 1).fill(0);
    for (const one of squares) {
      let sum = 0;
      for (const [index, unit] of order.entries()) {
        sum += one.units[unit] as number;
        values[index + 1]! += sum / divisor(part, one, index + 1);
      }
    }
    return values;
  };
}

/** Every proxy for pruning; a new one is one row here. */
export const pruneProxies = {
  zerolm: {
    name: "zerolm",
    summary: "‖W‖²/min(m,n) of what is kept, m and n those of the whole matrix",
    usesAlpha: true,
    values: squaresOver((_part, { statistics: { matrix } }) => Math.min(matrix.rows, matrix.cols)),
  },
  "zerolm-kept": {
    name: "zerolm-kept",
    summary: "‖W‖²/min(m,n) of what is kept, m and n those of the smaller matrix",
    usesAlpha: true,
    values: squaresOver((part, { statistics: { matrix } }, kept) =>
      Math.min(keptSize(part, matrix.rowAxis, kept), keptSize(part, matrix.colAxis, kept)),
    ),
  },
  "zerolm-relative": {
    name: "zerolm-relative",
    summary: "the share of ‖W‖² that is kept, matrices weighted by their parameters",
    usesAlpha: false,
    values: squaresOver(
      (_part, { statistics: { matrix, squaredNorm } }) => squaredNorm / (matrix.rows * matrix.cols),
    ),
  },
  nsc: {
    name: "nsc",
    summary: "ln det(I + WᵀW) of what is kept, query, key and value head by head",
    usesAlpha: false,
    values: logDeterminants,
  },
  activations: {
    name: "activations",
    summary: "E[a²]·‖w‖² of what is kept, over the mean squared norm of the stream; on a text",
    usesAlpha: false,
    needsText: true,
    values: async (_part, { energies }, order) => cumulated(known(energies), order),
  },
  parameters: {
    name: "parameters",
    summary: "the number of parameters kept, whichever they are",
    usesAlpha: false,
    values: async (part) =>
      Array.from({ length: part.units + 1 }, (_, kept) => part.size(kept, "parameters")),
  },
} satisfies Record<string, PruneProxy>;

/** Sums of the first 0, 1, … of some numbers in an order. */
function cumulated(numbers: Float64Array, order: readonly number[]): number[] {
  const sums = [0];
  for (const [index, unit] of order.entries()) sums.push((sums[index] as number) + (numbers[unit] as number));
  return sums;
}

/** Heads count one by one, so query, key and value are sums over heads; the others are determinants of growing matrices. */
async function logDeterminants(
  part: PrunablePart,
  { squares }: UnitFigures,
  order: readonly number[],
): Promise<number[]> {
  const values = new Array<number>(part.units + 1).fill(0);
  for (const { statistics } of squares) {
    const { matrix, side } = statistics;
    const blocks = unitBlocks(
      await matrixValues(matrix),
      matrix,
      side,
      order,
      part.unitSize(side === "rows" ? matrix.rowAxis : matrix.colAxis) ?? 0,
    );
    const perHead = part.subModule === "attention" && matrix.role !== "output";
    const prefixes = prefixLogDeterminants(blocks, perHead);
    for (const [index, value] of prefixes.entries()) values[index + 1]! += value;
  }
  return values;
}
