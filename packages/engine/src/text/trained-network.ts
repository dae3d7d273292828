import { type Checkpoint, type MappedCheckpoint, mapCheckpoint } from "@zerolm/checkpoint";
import type { Architecture, Host } from "@zerolm/core";
import type { Feed } from "../backend/executor.js";
import type { Forward } from "../forward/forward.js";
import { forwardOf } from "../forward/forward-of.js";
import type { Trained } from "../network/network.js";
import { numbersOf, readWeights, type TrainedWeights } from "../weights/trained-weights.js";

/** A trained network: its architecture, how it computes, and its weights in memory. */
export interface TrainedNetwork {
  readonly architecture: Architecture;
  readonly forward: Forward;
  readonly weights: TrainedWeights;
}

/**
 * Reads the network of a checkpoint.
 *
 * @param mapped default: mapped here
 * @throws {InputError} for a tensor or key that is wrong or missing; {WorkError} for a network that cannot be run; {InterruptedError} if the
 * host stops it
 * @example
 * const network = await trainedNetwork(await openCheckpoint(folder));
 */
export async function trainedNetwork(
  checkpoint: Pick<Checkpoint, "config" | "tensors">,
  host: Host = {},
  mapped: MappedCheckpoint = mapCheckpoint(checkpoint),
): Promise<TrainedNetwork> {
  const forward = forwardOf(mapped, checkpoint.config);
  return { architecture: mapped.architecture, forward, weights: await readWeights(mapped, host) };
}

/** What a graph of a trained network is told of it. */
export const trainedOf = ({ forward, weights }: TrainedNetwork): Trained => ({
  forward,
  vectors: new Set(weights.vectors.keys()),
});

/** The weights of a trained network as an executor asks for them. */
export const feedOf =
  ({ weights }: TrainedNetwork): Feed =>
  (name) =>
    numbersOf(weights, name);
