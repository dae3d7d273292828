import type { Executor } from "../backend/executor.js";
import { negate } from "../graph/elementwise.js";
import { indices } from "../graph/leaves.js";
import { gather, pick } from "../graph/lookup.js";
import type { Value } from "../graph/value.js";
import { logProbabilities } from "../network/head.js";
import type { Guess } from "../network/loss.js";
import { type Network, networkOf } from "../network/network.js";
import type { Batch } from "../network/stream.js";
import { logitsAtOnce } from "./network-memory.js";
import { feedOf, type TrainedNetwork, trainedOf } from "./trained-network.js";

/** Windows of a text as a network sees them at once, and what it has to guess. */
export interface GuessedWindows {
  readonly batch: Batch;
  /** Token numbers, window after window. */
  readonly ids: Int32Array;
  readonly guess: Guess;
}

/**
 * The cross-entropy of each guessed token in nats.
 *
 * @param without parts that are left out, as `layers.3.attention`. Default: none.
 * @example
 * const guess = { rows: [0, 1], targets: [101, 32] }; // what follows the first and the second token
 * const nats = await tokenLosses(executor, network, { batch: { sequences: 1, tokens: 2 }, ids, guess });
 */
export async function tokenLosses(
  executor: Executor,
  trained: TrainedNetwork,
  { batch, ids, guess }: GuessedWindows,
  without?: ReadonlySet<string>,
): Promise<ArrayLike<number>> {
  const given = { batch, ids: { encoder: ids, decoder: ids }, trained: trainedOf(trained), without };
  const chunks = lossesOf(networkOf(trained.architecture, given), guess);
  const results = await executor.run(chunks, feedOf(trained));
  return results.length === 1 ? results[0] : results.flatMap((one) => [...one]);
}

/** The losses of guessed tokens, some rows after the other, so that the scores of a large vocabulary fit. */
function lossesOf({ architecture, scope, last }: Network, { rows, targets }: Guess): Value[] {
  const step = Math.max(1, Math.floor(logitsAtOnce / architecture.embedding.vocabulary));
  return Array.from({ length: Math.ceil(rows.length / step) }, (_, index) => {
    const [start, end] = [index * step, (index + 1) * step];
    const places = Int32Array.from(rows.slice(start, end));
    const wanted = Int32Array.from(targets.slice(start, end));
    const hidden = gather(last.value, indices(places, [places.length]));
    const probabilities = logProbabilities(architecture, scope, hidden);
    return negate(pick(probabilities, indices(wanted, [wanted.length, 1])));
  });
}
