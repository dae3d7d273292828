import { UsageError } from "../errors.js";
import { stopped } from "../proxy/checked-score.js";
import type { Additive } from "../proxy/proxy.js";
import { architectureAt, countUp, enumerate, type Genotype } from "../space/space.js";
import { belowFloor, bestListOf } from "./best-list.js";
import { infeasible, quantityOf, rangeOf, within } from "./budget.js";
import { eitherWay } from "./either-way.js";
import { ParetoFront } from "./pareto-front.js";
import type { Budget, SearchMethod, SearchRequest, SearchResult } from "./search.js";
import { scanLastStage, strikeOut } from "./sums/last-stage.js";
import { type Terms, termsOf } from "./terms.js";
import { UnscoredCount } from "./unscored.js";

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
export const exhaustive: SearchMethod = eitherWay({
  name: "exhaustive",
  summary: "scores every architecture",

  takes: [],

  refuses(request) {
    const { space } = request;
    const sums = sumsOf(request);
    if (!sums && !request.scorer.score)
      return "this proxy computes its scores asynchronously, but this method needs them synchronously. Use a heuristic, such as evolution.";
    const limit = sums ? maximumAdditive : maximumWhole;
    if (space.size <= limit) return undefined;
    const wherefore = request.scorer.additive && !sums ? "these budgets" : "this proxy";
    return `${space.name} has ${space.size} architectures, too many to score each with ${wherefore} (at most ${limit})`;
  },

  async search(request) {
    const reason = exhaustive.refuses(request);
    if (reason !== undefined) throw new UsageError(reason);
    const collector = new Collector(request);
    const sums = sumsOf(request);
    if (sums) scanSpace(request, sums, collector);
    else scoreEach(request, collector);
    if (collector.feasible === 0) throw infeasible(request.budgets, request.space);
    const result = collector.result();
    const missed = request.top > 0 && result.best.length === 0 ? belowFloor(request) : undefined;
    if (missed) throw missed;
    return result;
  },
});

/** What a request asks for, where all of it is sums over layers. */
interface Sums {
  readonly objective: Additive;
  readonly cost: Additive;
  readonly limits: readonly { readonly budget: Budget; readonly additive: Additive }[];
}

function sumsOf({ scorer, cost, budgets }: SearchRequest): Sums | undefined {
  const limits = budgets.flatMap((budget) => {
    const { additive } = budget.quantity;
    return additive ? [{ budget, additive }] : [];
  });
  if (!scorer.additive || !cost.additive || limits.length < budgets.length) return undefined;
  return { objective: scorer.additive, cost: cost.additive, limits };
}

/** Keeps what is worth keeping of the architectures that pass by. */
class Collector {
  evaluated = 0;
  feasible = 0;
  readonly unscored = new UnscoredCount();
  readonly #top: ReturnType<typeof bestListOf>;
  #macro = 0;
  /** What scores less is no better than what is known of the macro option. */
  #least: number;
  #front: ParetoFront | undefined;

  constructor(request: SearchRequest) {
    const { space, cost, pareto } = request;
    this.#top = bestListOf(request);
    this.#least = this.#top.threshold;
    if (!pareto) return;
    const { minimum, maximum } = rangeOf(cost, space);
    this.#front = new ParetoFront(minimum, maximum);
  }

  /** Those that pass by from now on are of this macro option. */
  enter(macro: number): void {
    this.#macro = macro;
    this.#least = this.#top.thresholdOf(macro);
  }

  /** Whether an architecture is to be offered. It runs for each architecture of the space. */
  admits(score: number, cost: number): boolean {
    return score >= this.#least || (this.#front?.admits(score, cost) ?? false);
  }

  offer(score: number, cost: number, genotype: () => Genotype): void {
    if (score >= this.#least) {
      this.#top.offer(score, cost, genotype);
      this.#least = this.#top.thresholdOf(this.#macro);
    }
    if (this.#front?.admits(score, cost)) this.#front.offer(score, cost, genotype());
  }

  result(): SearchResult {
    const { found: unscored } = this.unscored;
    this.unscored.refuseIfAll(this.feasible - (unscored?.count ?? 0));
    return {
      method: exhaustive.name,
      // What has no score might have had the best.
      optimal: unscored === undefined,
      unscored,
      evaluated: this.evaluated,
      feasible: this.feasible,
      best: this.#top.entries,
      pareto: this.#front?.entries() ?? [],
    };
  }
}

function scoreEach({ space, scorer, budgets, cost }: SearchRequest, collector: Collector): void {
  for (const genotype of enumerate(space)) {
    const architecture = architectureAt(space, genotype);
    const score = scorer.score?.(architecture) ?? stopped;
    collector.evaluated++;
    if (!budgets.every((budget) => within(quantityOf(budget.quantity, architecture), budget))) continue;
    collector.feasible++;
    const price = quantityOf(cost, architecture);
    collector.enter(genotype.macro);
    if (Number.isNaN(score.value)) collector.unscored.add(genotype, score);
    else if (collector.admits(score.value, price)) collector.offer(score.value, price, () => genotype);
  }
}

interface Limit {
  readonly budget: Budget;
  readonly terms: Terms;
}

function scanSpace({ space }: SearchRequest, { objective, cost, limits }: Sums, collector: Collector): void {
  for (const [macro, option] of space.macroOptions.entries()) {
    const [score, price] = [termsOf(objective, option), termsOf(cost, option)];
    collector.enter(macro);
    const limitTerms = limits.map(({ budget, additive }) => ({ budget, terms: termsOf(additive, option) }));
    const firstSizes = option.stages.slice(0, -1).map(({ options }) => options.length);
    const firstLayers = new Array<number>(firstSizes.length).fill(0);
    do {
      const fits = fittingOptions(limitTerms, firstLayers);
      scanLastStage({ macro, firstLayers, score, price, fits, collector });
    } while (countUp(firstLayers, firstSizes));
  }
}

function fittingOptions(limits: readonly Limit[], firstLayers: readonly number[]): Uint8Array | undefined {
  if (limits.length === 0) return undefined;
  const options = limits[0]?.terms.stages.at(-1)?.high.length ?? 0;
  const fits = new Uint8Array(options).fill(1);
  for (const { budget, terms } of limits)
    strikeOut(fits, terms, firstLayers, (value) => within(value, budget));
  return fits;
}
