import { type Architecture, matrices } from "@zerolm/core";
import { beforeTraining } from "../forward/forward.js";
import type { Trained } from "../network/network.js";
import { initialEntry, initialVectors } from "./initial-vectors.js";
import type { NormalPool } from "./normal-pool.js";

/** A network before training that has all of its weights, and so is run as a trained one is. */
export interface InitialWeights {
  readonly trained: Trained;
  /** The numbers of a matrix, rounded as a network rounds them that multiplies what is drawn; of a bias, scale or shift 0 or 1. */
  readonly numbers: (name: string, size: number) => Float32Array;
}

/**
 * Weights as an architecture has them before training, by the names under which a network asks for them.
 *
 * @param pool of normals, which other architectures may share
 * @example
 * const { trained, numbers } = initialWeights(architecture, new NormalPool(0));
 */
export function initialWeights(architecture: Architecture, pool: NormalPool): InitialWeights {
  const stds = new Map(matrices(architecture).map(({ name, std }) => [name, Math.fround(std)]));
  const trained = { forward: beforeTraining(architecture), vectors: initialVectors(architecture) };
  return {
    trained,
    numbers(name, size) {
      const std = stds.get(name);
      if (std === undefined) return new Float32Array(size).fill(initialEntry(name));
      return pool.numbers(name, size).map((drawn) => drawn * std);
    },
  };
}
