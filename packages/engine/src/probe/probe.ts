import {
  type Architecture,
  type Probe,
  type ProbedTensor,
  type ProbeReading,
  type ProbeRequest,
  type ProbeStatistic,
  WorkError,
} from "@zerolm/core";
import type { Executor } from "../backend/executor.js";
import { multiply } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { cotangentLoss, type GuessedText, randomText, sumLoss, tokenLoss } from "../network/loss.js";
import { fittingBatch, type Network, networkOf } from "../network/network.js";
import { NormalPool } from "../weights/normal-pool.js";
import { finished, reductions } from "./reductions.js";
import { type Tensors, tensorsOf } from "./tensors.js";

/** Sequences and tokens of a probe unless it asks for others. */
const defaultBatch = { sequences: 8, tokens: 64 } as const;

/** A probe that holds sessions. */
export interface NetworkProbe extends Probe {
  readonly close: () => Promise<void>;
}

/**
 * Runs networks before training for proxies. Weights are normal with the standard deviations of the architecture, texts are random tokens, images
 * noise; all of them depend on the seed and on names alone.
 *
 * @param executor closed with the probe
 * @example
 * const probe = networkProbe(await openOnnx());
 * const statistics = { snip: { of: "weight", times: "gradient", reduce: "absoluteSum" } };
 * const { snip } = await probe.run(architecture, { loss: "cotangent", statistics });
 */
export function networkProbe(executor: Executor): NetworkProbe {
  let pool: { readonly seed: number; readonly numbers: NormalPool } | undefined;
  return {
    async run(architecture, request) {
      const seed = request.seed ?? 0;
      if (pool?.seed !== seed) pool = { seed, numbers: new NormalPool(seed) };
      const { numbers } = pool;
      const asked = askedOf(architecture, request, seed);
      const results = await executor.run(
        asked.map(({ value }) => value),
        (name, size) => numbers.numbers(name, size),
        request.linearised ? "float64" : "float32",
      );
      return readingsOf(asked, results, request);
    },
    close: () => executor.close(),
  };
}

/** One number or several that are computed, and what they are. */
interface Asked {
  readonly statistic: string;
  readonly name: string;
  readonly value: Value;
}

function askedOf(architecture: Architecture, request: ProbeRequest, seed: number): Asked[] {
  const batch = fittingBatch(architecture, request.batch ?? defaultBatch);
  const isMasked = architecture.kind === "encoder";
  const text = randomText({ vocabulary: architecture.embedding.vocabulary, isMasked }, batch, seed);
  const given = { batch, ids: text.ids, isLinear: request.linearised, isLookedUp: request.loss !== "tokens" };
  const network = networkOf(architecture, given);
  const statistics = Object.entries(request.statistics);
  const kinds = new Set(statistics.flatMap(([, { of, times }]) => (times ? [of, times] : [of])));
  const isForward = [...kinds].every((kind) => forward.has(kind));
  const loss = isForward ? sumLoss(network) : lossOf(network, request, text);
  const tensors = tensorsOf(network, loss, kinds);
  return statistics.flatMap(([name, statistic]) =>
    reduced(tensors, statistic, batch.sequences).map((one) => ({ statistic: name, ...one })),
  );
}

/** Tensors that need no loss. */
const forward: ReadonlySet<ProbedTensor> = new Set(["weight", "output", "attention"]);

function lossOf(network: Network, { loss }: ProbeRequest, { guess }: GuessedText): Value {
  if (loss === "sum") return sumLoss(network);
  if (loss === "cotangent") return cotangentLoss(network);
  if (guess.rows.length > 0) return tokenLoss(network, guess);
  throw new WorkError(
    "the loss of tokens needs tokens to predict, and this network has none; use the cotangent loss",
  );
}

/** A statistic of every tensor of its kind. */
function reduced(
  tensors: Tensors,
  { of, times, reduce }: ProbeStatistic,
  sequences: number,
): { readonly name: string; readonly value: Value }[] {
  const others = times === undefined ? undefined : (tensors[times] ?? []);
  return (tensors[of] ?? []).map(({ name, value }, index) => {
    const other = others?.[index]?.value;
    return { name, value: reductions[reduce](other ? multiply(value, other) : value, sequences) };
  });
}

function readingsOf(
  asked: readonly Asked[],
  results: readonly ArrayLike<number>[],
  { statistics }: ProbeRequest,
): Record<string, readonly ProbeReading[]> {
  return Object.fromEntries(
    Object.entries(statistics).map(([key, { reduce }]) => [
      key,
      asked.flatMap(({ statistic, name }, index) =>
        statistic === key ? [{ name, values: finished(reduce, results[index]) }] : [],
      ),
    ]),
  );
}
