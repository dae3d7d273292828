import { UsageError, WorkError } from "../../errors.js";
import { infeasible, refusedQuantity } from "../budget.js";
import { eitherWay } from "../either-way.js";
import type { SearchMethod, SearchRequest } from "../search.js";
import { type Best, bestOf } from "./best.js";
import { Clock } from "./clock.js";
import { frontOf } from "./front.js";
import { nearestMisses } from "./nearest.js";
import { type Measured, measuredFor, programsOf } from "./programs.js";

/**
 * The best architectures of spaces of any size, for a proxy that is a sum over layers and at most one budget: a dynamic program
 * over reachable costs for every macro option, which follows only what the linear relaxation does not exclude.
 *
 * All values add exactly, so the best is the best to the last bit. Where time ends it, or there are more states than memory, the best so
 * far is told with the bound that is proven.
 */
export const exact: SearchMethod = eitherWay({
  name: "exact",
  summary: "dynamic program over reachable costs; additive proxies, one budget; proven optimal",

  heeds: ["seconds"],

  refuses({ scorer, budgets, cost }) {
    if (!scorer.additive) return "this proxy is not a sum over layers; it cannot be laid out by layer";
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
    const measured = measuredFor(request);
    const relaxed = await aboveMinimum(request, measured, clock);
    // Where the best above the minimum are known, only a front needs the programs that regard it.
    const programs = relaxed && !request.pareto ? [] : programsOf(request, measured);
    const { best, open } = relaxed ?? (await bestOf(request, programs, clock));
    const [first] = best;
    if (!first) throw await nothingFound(request, measured, open, clock);
    const bound = Math.max(first.score, open);
    const front = request.pareto
      ? await frontOf(programs, clock, { best: first.score, bound, done: 0 }, best)
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

/**
 * The best without regard to a minimum, where all of them reach it: none that reaches it is better. Options that cost more for no more
 * can then be left out, and the search is far shorter. Nothing where that does not do.
 */
async function aboveMinimum(
  request: SearchRequest,
  measured: Measured,
  clock: Clock,
): Promise<Best | undefined> {
  const [budget] = request.budgets;
  const minimum = budget?.minimum;
  if (!budget || minimum === undefined) return undefined;
  const { maximum } = budget;
  const found = await bestOf(request, programsOf(request, measured, { maximum }), clock);
  const reached = found.open === Number.NEGATIVE_INFINITY && found.best.every(({ cost }) => cost >= minimum);
  return reached && found.best.length > 0 ? found : undefined;
}

async function nothingFound(
  request: SearchRequest,
  measured: Measured,
  open: number,
  clock: Clock,
): Promise<WorkError> {
  if (open > Number.NEGATIVE_INFINITY)
    return new WorkError(
      "exact search found nothing within the budget in the time and memory given, and no proof that there is nothing; give it more time, or search by evolution",
    );
  const misses = await nearestMisses(request, measured, clock);
  return infeasible(request.budgets, request.space, () => misses);
}
