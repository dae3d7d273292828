import type { Probe } from "@zerolm/core";
import type { Executor, Feed } from "../backend/executor.js";
import { imageInput } from "../network/embedding.js";
import { cotangentInput } from "../network/loss.js";
import type { GuessedWindows } from "../text/token-losses.js";
import { feedOf, type TrainedNetwork, trainedOf } from "../text/trained-network.js";
import { NormalPool } from "../weights/normal-pool.js";
import { readingsOf } from "./probe.js";
import { signsInput } from "./tensors.js";

/** Inputs that are no weights of a network. */
const noiseInputs: ReadonlySet<string> = new Set([cotangentInput, imageInput, signsInput]);

/**
 * Runs a trained network over some windows of a text for proxies, whatever the architecture and the batch that they name. The loss of tokens is that of
 * the tokens which are to be guessed in the windows. A network that is made linear has the absolute values of its own weights and sees no text.
 *
 * @param executor stays open
 * @example
 * const windows = nextTokenWindows(text, 64).batch(0, 8);
 * const statistics = { snip: { of: "weight", times: "gradient", reduce: "absoluteSum" } };
 * const { snip } = await trainedProbe(executor, network, windows).run(network.architecture, { loss: "tokens", statistics });
 */
export const trainedProbe = (executor: Executor, network: TrainedNetwork, seen: GuessedWindows): Probe => ({
  async run(_architecture, request) {
    const noise = new NormalPool(request.seed ?? 0);
    const weights = feedOf(network);
    const feed: Feed = (name, size) =>
      noiseInputs.has(name) ? noise.numbers(name, size) : weights(name, size);
    const { batch, ids, guess } = seen;
    const given = { batch, ids: { encoder: ids, decoder: ids }, trained: trainedOf(network) };
    return await readingsOf(executor, { architecture: network.architecture, given, guess, feed }, request);
  },
});
