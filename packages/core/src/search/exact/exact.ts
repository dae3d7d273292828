import { UsageError, WorkError } from "../../errors.js";
import { type BestList, bestOf } from "../../knapsack/best.js";
import { frontOf } from "../../knapsack/front.js";
import type { Found as Solution } from "../../knapsack/program.js";
import { belowFloor, bestListOf } from "../best-list.js";
import { infeasible, refusedQuantity } from "../budget.js";
import { eitherWay } from "../either-way.js";
import { risingFound } from "../pareto-front.js";
import type { Best, Found, SearchMethod, SearchRequest, SearchResult } from "../search.js";
import { ShapeList } from "../shape-list.js";
import { Clock } from "./clock.js";
import { foundIn } from "./genotype.js";
import { nearestMisses } from "./nearest.js";
import { type MacroProgram, programsOf } from "./programs.js";

/**
 * The best architectures of spaces of any size, for a proxy that is a sum over layers and at most one budget: a knapsack for every macro
 * option, of score against cost, in which each layer takes one of its options (`knapsack/knapsack.ts`).
 *
 * All values add exactly, so the best is the best to the last bit. If time ends it, or there are more states than memory, the result is the
 * best so far with the bound that is proven.
 */
export const exact: SearchMethod = eitherWay({
  name: "exact",
  summary: "dynamic program over reachable costs (additive proxies, one budget, proven optimal)",

  takes: ["seconds"],

  refuses({ scorer, budgets, cost }) {
    if (!scorer.additive) return "this proxy is not a sum over layers, so this method cannot use it";
    if (budgets.length > 1) return "it takes one budget";
    const [budget] = budgets;
    const refused = refusedQuantity([cost, ...budgets.map(({ quantity }) => quantity)]);
    if (refused !== undefined) return refused;
    if (budget && budget.quantity.name !== cost.name) return "the cost must be the quantity of the budget";
    return undefined;
  },

  async search(request) {
    const reason = exact.refuses(request);
    if (reason !== undefined) throw new UsageError(`exact search: ${reason}`);
    const clock = new Clock(request);
    // The best alone is found by the programs of the front, which then need not run twice.
    const forFront =
      request.pareto && request.top <= 1 && !request.perMacro ? programsOf(request, "front") : undefined;
    const { best, open } =
      (await bestAboveMinimum(request, clock)) ??
      (await bestAmong(request, forFront ?? programsOf(request), clock));
    const [first] = best;
    if (!first) throw belowFloor(request) ?? (await nothingFound(request, open, clock));
    const bound = Math.max(first.score, open);
    const front = request.pareto
      ? await frontBehind(forFront ?? programsOf(request, "front"), best, bound, clock)
      : { pareto: [], whole: true };
    const proven = best.filter(({ score }) => score > open).length;
    return {
      method: exact.name,
      optimal: first.score >= open,
      bound,
      best: best.slice(0, request.top),
      ...(proven < best.length ? { proven: Math.max(1, proven) } : {}),
      ...front,
    };
  },
});

/** The best that was found, and what is proven of it. */
export interface Proven {
  readonly best: readonly Best[];
  /** No score that is missing is above it; −∞ if none is missing. */
  readonly open: number;
}

/**
 * The best without regard to a minimum, if all of them reach it: none that reaches it is better. Options that cost more for no more
 * can then be left out, and the search is far shorter. Nothing if there is no minimum, or they do not reach it.
 */
async function bestAboveMinimum(request: SearchRequest, clock: Clock): Promise<Proven | undefined> {
  const [{ minimum, maximum } = {}] = request.budgets;
  if (minimum === undefined) return undefined;
  const found = await bestAmong(request, programsOf(request, undefined, { maximum }), clock);
  const reached = found.open === Number.NEGATIVE_INFINITY && found.best.every(({ cost }) => cost >= minimum);
  return reached && found.best.length > 0 ? found : undefined;
}

async function bestAmong(
  request: SearchRequest,
  programs: readonly MacroProgram[],
  clock: Clock,
): Promise<Proven> {
  const list = bestListOf(request, 1);
  const open = await clock.run(bestOf(programs, offering(list)), ({ bound, done }) => {
    const best = list.entries[0]?.score;
    return { best, bound: Math.max(bound, best ?? bound), done };
  });
  // Orders of the same layers are never looked at one by one, so nothing can be said of the number of ties.
  return { best: list.entries.map(({ ties: _, ...found }) => found), open };
}

/** The list of the best architectures, as programs see it. */
export const offering = (list: ReturnType<typeof bestListOf>): BestList<MacroProgram> => {
  const offer = (found: Solution, program: MacroProgram): void => {
    const { score, cost, genotype } = foundIn(program, found);
    list.offer(score, cost, () => genotype);
  };
  const whole = listWith(list.limit, () => list.threshold, offer);
  if (!(list instanceof ShapeList)) return whole;
  return Object.assign(whole, {
    within: ({ macro }: MacroProgram) => listWith(1, () => list.thresholdOf(macro), offer),
  });
};

const listWith = (
  limit: number,
  threshold: () => number,
  offer: BestList<MacroProgram>["offer"],
): BestList<MacroProgram> => ({
  limit,
  get threshold() {
    return threshold();
  },
  offer,
});

/** The front, and whether all of it is there; if not, the best that is known is on it. */
async function frontBehind(
  programs: readonly MacroProgram[],
  best: readonly Found[],
  bound: number,
  clock: Clock,
): Promise<Pick<SearchResult, "pareto" | "whole">> {
  const steps = frontOf(programs);
  const { points, whole } = await clock.run(steps, (done) => ({ best: best[0]?.score, bound, done }));
  const found = points.map((point) => foundIn(point.program, point));
  return { pareto: whole ? found : risingFound([...found, ...best]), whole };
}

async function nothingFound(request: SearchRequest, open: number, clock: Clock): Promise<WorkError> {
  if (open > Number.NEGATIVE_INFINITY)
    return new WorkError(
      "exact search found nothing within the budget in the time and memory given, and did not prove that there is nothing. Give it more time, or search by evolution.",
    );
  const misses = await nearestMisses(request, clock);
  return infeasible(request.budgets, request.space, () => misses);
}
