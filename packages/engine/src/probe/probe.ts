import {
  type Architecture,
  type Probe,
  type ProbedTensor,
  type ProbeReadings,
  type ProbeRequest,
  type ProbeStatistic,
  WorkError,
} from "@zerolm/core";
import type { Executor } from "../backend/executor.js";
import { multiply } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { cotangentLoss, type GuessedText, randomText, sumLoss, tokenLoss } from "../network/loss.js";
import { fittingBatch, type Network, networkOf } from "../network/network.js";
import type { Passed } from "../network/scope.js";
import { NormalPool } from "../weights/normal-pool.js";
import { finished, type Numbers, reductions } from "./reductions.js";
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
      // A network may have nothing of what is asked, and no runtime takes a graph of nothing.
      const results =
        asked.length === 0
          ? []
          : await executor.run(
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
  const tensors = new Products(tensorsOf(network, loss, kinds));
  return statistics.flatMap(([name, statistic]) =>
    reduced(tensors, statistic, batch.sequences).map((one) => ({ statistic: name, ...one })),
  );
}

/** Tensors that need no loss. */
const forward: ReadonlySet<ProbedTensor> = new Set(["weight", "output", "attention", "layer", "transfer"]);

function lossOf(network: Network, { loss }: ProbeRequest, { guess }: GuessedText): Value {
  if (loss === "sum") return sumLoss(network);
  if (loss === "cotangent") return cotangentLoss(network);
  if (guess.rows.length > 0) return tokenLoss(network, guess);
  throw new WorkError(
    "the loss of tokens needs tokens to predict, but this network has none. Use the cotangent loss.",
  );
}

/** Tensors and their products entry by entry, each made once however many statistics ask for it. */
class Products {
  readonly #tensors: Tensors;
  readonly #made = new Map<string, readonly Passed[]>();

  constructor(tensors: Tensors) {
    this.#tensors = tensors;
  }

  of({ of, times }: ProbeStatistic): readonly Passed[] {
    const [own = [], others = []] = [this.#tensors[of], times && this.#tensors[times]];
    if (times === undefined) return own;
    const key = `${of} ${times}`;
    const made =
      this.#made.get(key) ??
      own.map(({ name, value }, index) => ({ name, value: multiply(value, others[index].value) }));
    this.#made.set(key, made);
    return made;
  }
}

/** A statistic of every tensor of its kind. */
function reduced(products: Products, statistic: ProbeStatistic, sequences: number): Passed[] {
  const { within, reduce } = statistic;
  const isWanted = within ? parts[within] : () => true;
  return products
    .of(statistic)
    .filter(({ name }) => isWanted(name))
    .map(({ name, value }) => ({ name, value: reductions[reduce].inGraph(value, sequences) }));
}

const parts: Readonly<Record<"mixers" | "ffns", (name: string) => boolean>> = {
  mixers: (name) => /^layers\.\d+\.(attention|cross)(\.|$)/.test(name),
  ffns: (name) => /^layers\.\d+\.ffn\./.test(name),
};

function readingsOf(
  asked: readonly Asked[],
  results: readonly Numbers[],
  { statistics }: ProbeRequest,
): ProbeReadings {
  return Object.fromEntries(
    Object.entries(statistics).map(([key, { reduce }]) => [
      key,
      asked.flatMap(({ statistic, name, value }, index) =>
        statistic === key ? [{ name, values: finished(reduce, results[index], value.shape) }] : [],
      ),
    ]),
  );
}
