import { type Architecture, matrices, type ProbeRequest } from "@zerolm/core";
import { fittingBatch } from "../network/network.js";
import { networkMemory } from "../text/network-memory.js";
import { defaultBatch } from "./probe.js";

/** Bytes of a number. */
const bytes = 4;

/**
 * An estimate of the bytes that a network before training takes for a request: its weights and their gradients, what layers put out, and the numbers
 * that weights are drawn from. Without a loss of tokens the vocabulary takes next to nothing: only tokens that occur are looked up.
 *
 * @example
 * if (probeMemory(architecture, request) > free) throw new WorkError("…");
 */
export function probeMemory(architecture: Architecture, request: ProbeRequest): number {
  const { loss, linearised = false, batch = defaultBatch } = request;
  const { weights, layerWeights, activations, gradients } = networkMemory(
    architecture,
    fittingBatch(architecture, batch),
  );
  const isOfTokens = loss === "tokens";
  const sizes = matrices(architecture)
    .filter(({ layer }) => layer !== undefined || isOfTokens)
    .map(({ rows, cols, copies }) => rows * cols * copies);
  const held = gradients + (isOfTokens ? weights + activations : layerWeights);
  return (linearised ? 2 : 1) * held + bytes * Math.max(0, ...sizes);
}
