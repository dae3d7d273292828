import { capacities } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { matrixValues } from "../../src/capacity/values.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint, type WeightMatrix } from "../../src/map-checkpoint.js";
import { keptSize, prunableParts } from "../../src/prune/parts.js";
import { orderedUnits, unitSquares } from "../../src/prune/unit-squares.js";
import { pruneProxies } from "../../src/prune/values.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

async function partsOf(name: string) {
  const mapped = mapCheckpoint(await checkpointOf(examples[name]!));
  const statistics = await squareStatistics(mapped, squaresHere(plainKernels));
  return prunableParts(mapped).map((part) => ({ part, squares: unitSquares(part, statistics) }));
}

/** The numbers of a matrix with so many leading units. */
async function leading(matrix: WeightMatrix, rows: number, cols: number): Promise<number[]> {
  const values = await matrixValues(matrix);
  return [...values].filter(
    (_, index) => Math.floor(index / matrix.cols) < rows && index % matrix.cols < cols,
  );
}

describe("values of what is kept", () => {
  it.each(["llama", "phi3"])("are the capacities of the smaller matrices: %s", async (name) => {
    for (const { part, squares } of await partsOf(name)) {
      const stored = orderedUnits({ squares }, part.units, "stored");
      const kept = await pruneProxies["zerolm-kept"].values(part, { squares }, stored);
      const whole = await pruneProxies.zerolm.values(part, { squares }, stored);
      for (let units = 1; units <= part.units; units++) {
        let [ofKept, ofWhole] = [0, 0];
        for (const {
          statistics: { matrix },
        } of squares) {
          const [rows, cols] = [keptSize(part, matrix.rowAxis, units), keptSize(part, matrix.colAxis, units)];
          const capacity = capacities.frobenius.ofValues(await leading(matrix, rows, cols), rows, cols);
          ofKept += capacity;
          ofWhole += (capacity * Math.min(rows, cols)) / Math.min(matrix.rows, matrix.cols);
        }
        expect(kept[units]).toBeCloseTo(ofKept, 6);
        expect(whole[units]).toBeCloseTo(ofWhole, 6);
      }
    }
  });

  it("are determinants of growing matrices, query, key and value head by head", async () => {
    for (const { part, squares } of await partsOf("llama")) {
      const values = await pruneProxies.nsc.values(
        part,
        { squares },
        orderedUnits({ squares }, part.units, "stored"),
      );
      for (let units = 1; units <= part.units; units++) {
        let expected = 0;
        for (const {
          statistics: { matrix },
        } of squares) {
          const numbers = await leading(
            matrix,
            keptSize(part, matrix.rowAxis, units),
            keptSize(part, matrix.colAxis, units),
          );
          const apart = part.subModule === "attention" && matrix.role !== "output" ? units : 1;
          const rows = keptSize(part, matrix.rowAxis, units) / apart;
          const cols = numbers.length / apart / rows;
          for (let head = 0; head < apart; head++)
            expected += capacities.logDeterminant.ofValues(
              numbers.slice(head * rows * cols, (head + 1) * rows * cols),
              rows,
              cols,
            );
        }
        expect(values[units]).toBeCloseTo(expected, 9);
      }
    }
  });
});

describe("orderedUnits", () => {
  it("goes by the product of norms, ties and zeros as stored", () => {
    const squares = (units: number[]) => ({ units: Float64Array.from(units) }) as never;
    const byNorm = (...of: number[][]): number[] =>
      orderedUnits({ squares: of.map(squares) }, of[0]!.length, "norm");
    expect(byNorm([1, 4, 1, 0], [1, 1, 9, 5])).toEqual([2, 1, 0, 3]);
    expect(byNorm([2, 2, 2], [3, 3, 3])).toEqual([0, 1, 2]);
    expect(orderedUnits({ squares: [squares([1, 9])] }, 2, "stored")).toEqual([0, 1]);
  });
});
