import { capacities, Random } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { matrixCapacity, spectrumWork } from "../../src/capacity/matrix-capacity.js";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { subModuleCapacities } from "../../src/capacity/sub-module-capacity.js";
import { matrixValues } from "../../src/capacity/values.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

async function statisticsOf(name: string) {
  return squareStatistics(mapCheckpoint(await checkpointOf(examples[name]!)), squaresHere(plainKernels));
}

/** Determinants are asked for at one depth alone. */
const refused = (): number => expect.fail("no determinant was asked for");

describe("matrixCapacity", () => {
  it.each(["phi3", "gpt2"])("agrees with core's capacities of the same numbers: %s", async (name) => {
    for (const one of await statisticsOf(name)) {
      const { capacity, spectrum, matrix } = await matrixCapacity(one, "spectrum", refused);
      const [rows, cols] = [matrix.rows, matrix.cols];
      const values = await matrixValues(matrix);
      expect(capacity).toBeCloseTo(capacities.frobenius.ofValues(values, rows, cols), 6);
      expect(spectrum!.logDeterminant).toBeCloseTo(capacities.logDeterminant.ofValues(values, rows, cols), 6);
      expect(spectrumWork(matrix)).toBe(rows * cols * Math.min(rows, cols));
      expect((await matrixCapacity(one, "norm", refused)).spectrum).toBeUndefined();
      const { logDeterminant } = plainKernels;
      const quick = (await matrixCapacity(one, "determinant", logDeterminant)).spectrum!;
      expect(quick.logDeterminant).toBeCloseTo(spectrum!.logDeterminant, 9);
      expect(quick.randomLogDeterminant).toBe(spectrum!.randomLogDeterminant);
      expect(quick.effectiveRank).toBeUndefined();
    }
  });

  it("tells structure from chance: a matrix of rank 1 has far less than random weights of its norm", async () => {
    const [one] = await statisticsOf("llama");
    const random = new Random(2);
    const left = Float32Array.from({ length: 8 }, () => 3 * random.normal());
    const values = Float32Array.from({ length: 64 }, (_, index) => left[index >> 3]! * left[index & 7]!);
    const source = { ...one!.matrix.tensor.source, read: async () => new Uint8Array(values.buffer) };
    const matrix = { ...one!.matrix, tensor: { ...one!.matrix.tensor, source } };
    const squaredNorm = values.reduce((sum, value) => sum + value * value, 0);
    const { spectrum } = await matrixCapacity({ ...one!, matrix, squaredNorm }, "spectrum", refused);
    expect(spectrum!.effectiveRank).toBeCloseTo(1, 3);
    expect(spectrum!.logDeterminant).toBeLessThan(spectrum!.randomLogDeterminant / 2);
  });
});

describe("subModuleCapacities", () => {
  it("sums up by layer and sub-module", async () => {
    const statistics = await statisticsOf("llama");
    const matrices = await Promise.all(statistics.map((one) => matrixCapacity(one, "norm", refused)));
    const sums = subModuleCapacities(matrices);
    expect(sums.map(({ layer, subModule }) => `${layer} ${subModule}`)).toHaveLength(4);
    const total = (of: readonly { readonly capacity: number }[]): number =>
      of.reduce((sum, { capacity }) => sum + capacity, 0);
    expect(total(sums)).toBeCloseTo(total(matrices), 9);
    expect(sums[1]).toMatchObject({ parameters: 3 * 96, fullRank: 24, spectrum: undefined });
  });
});
