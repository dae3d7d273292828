import {
  type Architecture,
  type Probe,
  type ProbedTensor,
  type ProbeReading,
  type ProbeReadings,
  type ProbeRequest,
  type ProbeStatistic,
  WorkError,
} from "@zerolm/core";
import type { Executor, Feed } from "../backend/executor.js";
import { multiply } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { cotangentLoss, type Guess, randomText, sumLoss, tokenLoss } from "../network/loss.js";
import { fittingBatch, type Given, type Network, networkOf, weightsOf } from "../network/network.js";
import type { Passed } from "../network/scope.js";
import { NormalPool } from "../weights/normal-pool.js";
import { finished, type Numbers, reductions } from "./reductions.js";
import { type Tensors, tensorsOf } from "./tensors.js";

/** Sequences and tokens of a probe unless it asks for others. */
export const defaultBatch = { sequences: 8, tokens: 64 } as const;

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
  let pool: ReturnType<typeof poolOf> | undefined;
  return {
    async run(architecture, request) {
      const seed = request.seed ?? 0;
      if (pool?.seed !== seed) pool = poolOf(seed);
      const { numbers, known } = pool;
      const batch = fittingBatch(architecture, request.batch ?? defaultBatch);
      const isMasked = architecture.kind === "encoder";
      const text = randomText({ vocabulary: architecture.embedding.vocabulary, isMasked }, batch, seed);
      const given = { batch, ids: text.ids, isLookedUp: request.loss !== "tokens" };
      const feed: Feed = (name, size) => numbers.numbers(name, size);
      return await readingsOf(executor, { architecture, given, guess: text.guess, feed, known }, request);
    },
    close: () => executor.close(),
  };
}

/** The numbers of a seed, and what was found of weights that are made of them. */
const poolOf = (seed: number) => ({
  seed,
  numbers: new NormalPool(seed),
  known: new Map<string, Float64Array>(),
});

/** A network that is to run, what it sees, and where its numbers come from. */
export interface Subject {
  readonly architecture: Architecture;
  readonly given: Given;
  readonly guess: Guess;
  readonly feed: Feed;
  /** What was found of weights alone, for networks that have a matrix in common; by {@link Asked.key}. Default: nothing. */
  readonly known?: Map<string, Float64Array> | undefined;
}

/**
 * What a network gives of what is asked.
 *
 * @throws {WorkError} for a part that cannot be run, and for a loss of tokens where none are to be guessed
 */
export async function readingsOf(
  executor: Executor,
  subject: Subject,
  request: ProbeRequest,
): Promise<ProbeReadings> {
  const asked = askedOf(subject, request);
  // A network may have nothing of what is asked, and no runtime takes a graph of nothing.
  const results =
    asked.length === 0
      ? []
      : await executor.run(
          asked.map(({ value }) => value),
          subject.feed,
          request.linearised ? "float64" : "float32",
        );
  const finish = finisher(subject, request);
  const readings = asked.map((one, index) => ({ ...one, values: finish(one, results[index]) }));
  const ofStatistic = (key: string): ProbeReading[] =>
    readings.flatMap(({ statistic, name, values }) => (statistic === key ? [{ name, values }] : []));
  return Object.fromEntries(Object.keys(request.statistics).map((key) => [key, ofStatistic(key)]));
}

/** Finishes what a graph gave, unless that is known from another network. */
function finisher(
  { given: { batch }, known = new Map<string, Float64Array>() }: Subject,
  { statistics }: ProbeRequest,
) {
  const tokens = batch.sequences * batch.tokens;
  return ({ statistic, key, value }: Asked, numbers: Numbers): Float64Array => {
    const earlier = key === undefined ? undefined : known.get(key);
    const values = earlier ?? finished(statistics[statistic].reduce, numbers, value.shape, tokens);
    if (key !== undefined) known.set(key, values);
    return values;
  };
}

/** One number or several that are computed, and what they are. */
interface Asked {
  readonly statistic: string;
  readonly name: string;
  readonly value: Value;
  /** Of what depends on the numbers of one weight alone: the same word for the same numbers. */
  readonly key?: string | undefined;
}

function askedOf({ architecture, given, guess }: Subject, request: ProbeRequest): Asked[] {
  const network = networkOf(architecture, { ...given, isLinear: request.linearised });
  const statistics = Object.entries(request.statistics);
  const kinds = new Set(statistics.flatMap(([, { of, times }]) => (times ? [of, times] : [of])));
  const isForward = [...kinds].every((kind) => forward.has(kind));
  const loss = isForward ? sumLoss(network) : lossOf(network, request, guess);
  const tensors = new Products(tensorsOf(network, loss, kinds));
  return statistics.flatMap(([name, statistic]) =>
    reduced(tensors, statistic, given.batch.sequences).map((one) => ({
      ...{ statistic: name, ...one },
      key: weightKey(network, statistic, one.name, request),
    })),
  );
}

/** {@link Asked.key}. */
function weightKey(
  network: Network,
  statistic: ProbeStatistic,
  name: string,
  { linearised = false }: ProbeRequest,
): string | undefined {
  if (statistic.of !== "weight" || statistic.times !== undefined) return undefined;
  const weight = weightsOf(network).find(({ matrix }) => matrix.name === name);
  return weight && [statistic.reduce, linearised, name, weight.value.shape, weight.std].join(" ");
}

/** Tensors that need no loss. */
const forward: ReadonlySet<ProbedTensor> = new Set(["weight", "output", "attention", "layer", "transfer"]);

function lossOf(network: Network, { loss }: ProbeRequest, guess: Guess): Value {
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
  const all = products.of(statistic);
  const isWanted = within ? parts[within](all) : () => true;
  return all
    .filter(({ name }) => isWanted(name))
    .map(({ name, value }) => ({ name, value: reductions[reduce].inGraph(value, sequences) }));
}

/** Which names are in a part of a layer, of all that there are. */
const parts: Readonly<
  Record<NonNullable<ProbeStatistic["within"]>, (all: readonly Passed[]) => (name: string) => boolean>
> = {
  mixers: () => (name) => /^layers\.\d+\.(attention|cross)(\.|$)/.test(name),
  ffns: () => (name) => /^layers\.\d+\.ffn\./.test(name),
  // The gate if there is one.
  ffnInputs: (all) => {
    const gates = new Set(all.flatMap(({ name }) => (name.includes(".ffn.gate") ? [name] : [])));
    return (name) => gates.has(name) || (/\.ffn\.up/.test(name) && !gates.has(name.replace(".up", ".gate")));
  },
};
