import { UsageError } from "../../errors.js";
import { infeasible, refusedQuantity } from "../budget.js";
import { eitherWay } from "../either-way.js";
import type { Found, SearchMethod, SearchResult } from "../search.js";
import { TopList } from "../top-list.js";
import { upperBound } from "./bound.js";
import { frontOf } from "./front.js";
import { type MacroProgram, programsOf } from "./macro-program.js";
import { nearestMisses } from "./nearest.js";

/**
 * The best architectures of spaces of any size, for a proxy that is a sum over layers and at most one budget: a dynamic program
 * over reachable costs for every macro option.
 *
 * Macro options are taken in the order of an upper bound (the linear relaxation); those whose bound is below what is already found
 * are not run, which proves that they hold nothing better. All values add exactly, so the best is the best to the last bit.
 */
export const exact: SearchMethod = eitherWay({
  name: "exact",
  summary: "dynamic program over reachable costs; additive proxies, one budget; proven optimal",

  heeds: [],

  refuses({ scorer, budgets, cost }) {
    if (!scorer.additive) return "this proxy is not a sum over layers; it cannot be laid out by layer";
    if (budgets.length > 1) return "it takes one budget";
    const [budget] = budgets;
    const refused = refusedQuantity([cost, ...budgets.map(({ quantity }) => quantity)]);
    if (refused !== undefined) return refused;
    if (budget && budget.quantity.name !== cost.name) return "the cost must be the quantity of the budget";
    return undefined;
  },

  search(request) {
    const reason = exact.refuses(request);
    if (reason !== undefined) throw new UsageError(`exact search: ${reason}`);
    const programs = programsOf(request);
    const [first, ...more] = bestOf(request.top, programs);
    if (first === undefined) throw infeasible(request.budgets, request.space, () => nearestMisses(request));
    return {
      method: exact.name,
      optimal: true,
      bound: first.score,
      best: [first, ...more].slice(0, request.top),
      pareto: request.pareto ? frontOf(programs) : [],
    };
  },
});

function bestOf(top: number, programs: readonly MacroProgram[]): SearchResult["best"] {
  const list = new TopList(Math.max(1, top)); // the best tells whether anything fits
  const bounded = programs.map((program) => ({ program, bound: scoreBound(program) }));
  bounded.sort((one, other) => other.bound - one.bound || one.program.macro - other.program.macro);
  for (const { program, bound } of bounded) {
    if (bound < list.threshold || bound === Number.NEGATIVE_INFINITY) break;
    offerBest(program, list);
  }
  // Orders of the same layers are never looked at one by one, so nothing can be said of how many are alike.
  return list.entries.map(({ alike: _, ...found }) => found);
}

/** The bound is computed in floating point; this much slack keeps rounding from cutting off the best. */
const slack = 1e-9;

function scoreBound({ stages, rest, scale, largestCost }: MacroProgram): number {
  const bound = (upperBound(stages, largestCost) + rest.high + rest.low) * scale;
  return bound + Math.abs(bound) * slack;
}

/** Offers the different scores of one macro option, best first, until they no longer enter the list. */
function offerBest(program: MacroProgram, list: TopList): void {
  const { scores, found } = program.solve();
  const heads: { readonly index: number; readonly rank: number; readonly score: number }[] = [];
  for (const [index, score] of scores.entries())
    if (score >= list.threshold) heads.push({ index, rank: 0, score });
  heads.sort((one, other) => one.score - other.score);
  for (let head = heads.pop(); head && head.score >= list.threshold; head = heads.pop()) {
    const { index, rank } = head;
    const one = found(index, rank) as Found;
    list.offer(one.score, one.cost, () => one.genotype);
    // What comes next at this cost scores less.
    const next = one.score > list.threshold ? found(index, rank + 1) : undefined;
    if (next) insert(heads, { index, rank: rank + 1, score: next.score });
  }
}

/** Keeps a list ascending by score. */
function insert<T extends { readonly score: number }>(ascending: T[], one: T): void {
  let place = ascending.length;
  while (place > 0 && (ascending[place - 1] as T).score > one.score) place--;
  ascending.splice(place, 0, one);
}
