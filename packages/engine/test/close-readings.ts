import type { ProbeReadings, ProbeRequest } from "@zerolm/core";
import { expect } from "vitest";

/** What every backend is asked, of both derivatives and of every reduction that could go wrong. */
export const contractRequest = {
  loss: "cotangent",
  batch: { sequences: 2, tokens: 6 },
  statistics: {
    loss: { of: "output", times: "outputGradient", reduce: "tokenSquares" },
    gradient: { of: "gradient", reduce: "values" },
    curvature: { of: "curvature", reduce: "values" },
    attention: { of: "attention", reduce: "values" },
    kernel: { of: "output", reduce: "signKernel" },
    maximum: { of: "output", reduce: "positionMaximum" },
    nuclear: { of: "gradient", reduce: "nuclearNorm" },
    heads: { of: "attention", reduce: "headMaximum" },
    agreement: { of: "output", reduce: "signAgreement" },
    layer: { of: "layer", reduce: "spectralEntropy" },
    transfer: { of: "transfer", reduce: "spectralNorm" },
    cosines: { of: "inputGradient", reduce: "cosineRoots" },
  },
} as const satisfies ProbeRequest;

/** What rounding to 32 bits may change, relative to the largest number of a tensor. */
const tolerances: Readonly<Record<string, number>> = { curvature: 1e-4 };

/**
 * Expects readings to be those of the interpreter in 64 bits.
 *
 * @param tolerance relative to the largest number of a tensor. Default: what rounding to 32 bits may change
 */
export function expectClose(own: ProbeReadings, expected: ProbeReadings, tolerance?: number): void {
  for (const [key, list] of Object.entries(expected)) {
    expect(own[key]?.map((one) => one.name)).toEqual(list.map((one) => one.name));
    for (const [index, { values, name }] of list.entries()) {
      const size = values.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6);
      const error = values.reduce(
        (most, x, at) => Math.max(most, Math.abs(x - own[key]![index]!.values[at]!)),
        0,
      );
      expect(error / size, `${key} of ${name}`).toBeLessThan(tolerance ?? tolerances[key] ?? 1e-5);
    }
  }
}
