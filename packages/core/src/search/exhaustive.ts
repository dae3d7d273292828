import { addScaled, type ExactSum } from "../capacity/exact-sum.js";
import { UsageError } from "../errors.js";
import { additiveScore, additiveSum } from "../proxy/additive.js";
import type { Additive } from "../proxy/proxy.js";
import { parameters } from "../proxy/sizes.js";
import { architectureAt, countUp, enumerate, type Genotype, type MacroOption } from "../space/space.js";
import { infeasible, rangeOf, within } from "./budget.js";
import { ParetoFront } from "./pareto-front.js";
import type { Budget, SearchMethod, SearchRequest, SearchResult } from "./search.js";
import { TopList } from "./top-list.js";

/** Beyond this an additive proxy would take minutes. */
const maximumAdditive = 10n ** 10n;
/** Beyond this a proxy that reads whole architectures would take minutes. */
const maximumWhole = 10n ** 7n;

/**
 * Scores every architecture of a space.
 *
 * For an additive proxy the terms of all layer options are laid out once, and the scan adds them up: a few operations an
 * architecture, and the same score to the bit as `scorer.score` because the terms add exactly. Other proxies score each
 * architecture whole.
 */
export const exhaustive: SearchMethod = {
  name: "exhaustive",
  summary: "scores every architecture",
  search(request) {
    const { space, scorer, budgets } = request;
    const limit = scorer.additive ? maximumAdditive : maximumWhole;
    if (space.size > limit)
      throw new UsageError(
        `${space.name} has ${space.size} architectures, too many to score each with this proxy (at most ${limit})`,
      );
    const collector = new Collector(request);
    if (scorer.additive) scanSpace(request, collector);
    else scoreEach(request, collector);
    if (collector.feasible === 0) throw infeasible(budgets, space);
    return collector.result();
  },
};

const parameterCount = parameters.scorer({}).additive as Additive;

/** Keeps what is worth keeping of the architectures that pass by. */
class Collector {
  evaluated = 0;
  feasible = 0;
  readonly #top: TopList;
  readonly #front: ParetoFront | undefined;

  constructor({ space, top, pareto }: SearchRequest) {
    const { minimum, maximum } = rangeOf(parameterCount, space);
    this.#top = new TopList(top);
    this.#front = pareto ? new ParetoFront(minimum, maximum) : undefined;
  }

  /** Whether an architecture is to be offered. It runs for each architecture of the space. */
  admits(score: number, size: number): boolean {
    return score >= this.#top.threshold || (this.#front?.admits(score, size) ?? false);
  }

  offer(score: number, size: number, genotype: () => Genotype): void {
    if (score >= this.#top.threshold) this.#top.offer(score, size, genotype);
    if (this.#front?.admits(score, size)) this.#front.offer(score, size, genotype());
  }

  result(): SearchResult {
    return {
      method: exhaustive.name,
      optimal: true,
      evaluated: this.evaluated,
      feasible: this.feasible,
      best: this.#top.entries,
      pareto: this.#front?.entries() ?? [],
    };
  }
}

function scoreEach({ space, scorer, budgets }: SearchRequest, collector: Collector): void {
  for (const genotype of enumerate(space)) {
    const architecture = architectureAt(space, genotype);
    const valueFor = (quantity: Additive): number =>
      additiveScore(additiveSum(quantity, architecture), quantity.scale(architecture));
    const score = scorer.score(architecture).value;
    collector.evaluated++;
    if (!budgets.every((budget) => within(valueFor(budget.quantity), budget))) continue;
    collector.feasible++;
    const size = valueFor(parameterCount);
    if (collector.admits(score, size)) collector.offer(score, size, () => genotype);
  }
}

/** The terms of an additive quantity under one macro option, one entry a layer option. */
interface Terms {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly rest: ExactSum;
  readonly scale: number;
}

function termsOf(additive: Additive, { frame, layerOptions }: MacroOption): Terms {
  const layers = layerOptions.map((layer) => additive.layer(layer, frame));
  return {
    high: Float64Array.from(layers, ({ high }) => high),
    low: Float64Array.from(layers, ({ low }) => low),
    rest: additive.rest(frame),
    scale: additive.scale(frame),
  };
}

/** The sum over everything but the last layer. */
function partialSum({ high, low, rest }: Terms, firstLayers: readonly number[]): ExactSum {
  return firstLayers.reduce(
    (sum, index) => addScaled(sum, { high: high[index] as number, low: low[index] as number }),
    rest,
  );
}

function scanSpace({ space, scorer, budgets }: SearchRequest, collector: Collector): void {
  for (const [macro, option] of space.macroOptions.entries()) {
    const score = termsOf(scorer.additive as Additive, option);
    const size = termsOf(parameterCount, option);
    const limits = budgets.map((budget) => ({ budget, terms: termsOf(budget.quantity, option) }));
    const firstLayers = new Array<number>(option.depth - 1).fill(0);
    do {
      const fits = fittingOptions(limits, firstLayers, option.layerOptions.length);
      scanLastLayer({ macro, firstLayers, score, size, fits, collector });
    } while (countUp(firstLayers, option.layerOptions.length));
  }
}

interface LastLayer {
  readonly macro: number;
  readonly firstLayers: readonly number[];
  readonly score: Terms;
  readonly size: Terms;
  /** 1 for the options of the last layer that stay within the budgets; `undefined` where all do. */
  readonly fits: Uint8Array | undefined;
  readonly collector: Collector;
}

/** The tight loop: every option of the last layer behind fixed first layers. */
function scanLastLayer({ macro, firstLayers, score, size, fits, collector }: LastLayer): void {
  const { high, low, scale } = score;
  const first = partialSum(score, firstLayers);
  const firstSize = partialSum(size, firstLayers);
  let feasible = 0;
  for (let option = 0; option < high.length; option++) {
    const value = (first.high + (high[option] as number) + (first.low + (low[option] as number))) * scale;
    if (fits !== undefined && fits[option] === 0) continue;
    feasible++;
    const parameters = firstSize.high + (size.high[option] as number);
    if (collector.admits(value, parameters))
      collector.offer(value, parameters, () => ({ macro, layers: [...firstLayers, option] }));
  }
  collector.evaluated += high.length;
  collector.feasible += feasible;
}

function fittingOptions(
  limits: readonly { readonly budget: Budget; readonly terms: Terms }[],
  firstLayers: readonly number[],
  options: number,
): Uint8Array | undefined {
  if (limits.length === 0) return undefined;
  const fits = new Uint8Array(options).fill(1);
  for (const { budget, terms } of limits) {
    const { high, low } = partialSum(terms, firstLayers);
    for (let option = 0; option < options; option++) {
      const value =
        (high + (terms.high[option] as number) + (low + (terms.low[option] as number))) * terms.scale;
      if (!within(value, budget)) fits[option] = 0;
    }
  }
  return fits;
}
