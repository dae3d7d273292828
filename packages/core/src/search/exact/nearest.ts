import type { Additive } from "../../proxy/proxy.js";
import type { Miss } from "../budget.js";
import type { SearchRequest } from "../search.js";
import { TermTable } from "../terms.js";
import { programsOf } from "./macro-program.js";

/** The reachable costs next to a budget that holds none. */
export function nearestMisses(request: SearchRequest): Miss[] {
  const [budget] = request.budgets;
  if (budget?.maximum === undefined) return [];
  const { quantity, minimum = Number.NEGATIVE_INFINITY, maximum } = budget;
  // From a choice below to one above the costs go up one option at a time: no gap is wider than two options differ.
  const wider = { quantity, maximum: maximum + widestStep(request) };
  let [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const program of programsOf({ ...request, budgets: [wider] }))
    for (const cost of program.solve().costs) {
      if (cost < minimum) below = Math.max(below, cost);
      if (cost > maximum) above = Math.min(above, cost);
    }
  return [{ quantity, below: finite(below), above: finite(above) }];
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** The most that the cost changes where one layer takes another option. */
function widestStep({ space, cost }: SearchRequest): number {
  const costs = new TermTable(cost.additive as Additive);
  const steps = space.macroOptions.flatMap((option) => {
    const { stages, scale } = costs.of(option);
    return [...new Set(stages)].map(({ high }) => (Math.max(...high) - Math.min(...high)) * scale);
  });
  return Math.max(0, ...steps);
}
