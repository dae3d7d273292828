import { describe } from "vitest";
import { capacities } from "../../src/capacity/capacities.js";
import { type CapacityCase, capacityContract } from "../../testing/capacity-contract.js";
import { finiteSizeMean } from "./marchenko-pastur.js";

const finiteSizes: Record<keyof typeof capacities, CapacityCase["finiteSize"]> = {
  frobenius: () => 0,
  // The closed form is the limit of large matrices.
  logDeterminant: (rows, cols, variance, kurtosis) => {
    const larger = Math.max(rows, cols);
    const logarithm = (t: number): number => Math.log1p(variance * larger * t);
    return finiteSizeMean(logarithm, Math.min(rows, cols) / larger, kurtosis);
  },
};

describe.each(Object.entries(capacities))("capacity %s", (name, capacity) => {
  capacityContract({ capacity, finiteSize: finiteSizes[name as keyof typeof capacities] });
});
