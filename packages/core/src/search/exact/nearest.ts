import type { Additive } from "../../proxy/proxy.js";
import type { Miss } from "../budget.js";
import type { SearchRequest } from "../search.js";
import { TermTable } from "../terms.js";
import type { Clock } from "./clock.js";
import { programsOf } from "./programs.js";

/** States of a layer that are followed to say how near a space comes; where there are more, nothing is said. */
const limit = 1 << 20;

/** The reachable costs next to a budget that holds none. */
export async function nearestMisses(request: SearchRequest, clock: Clock): Promise<Miss[]> {
  const [budget] = request.budgets;
  if (budget?.maximum === undefined) return [];
  const { quantity, minimum = Number.NEGATIVE_INFINITY, maximum } = budget;
  // From a choice below to one above the costs go up one option at a time: no gap is wider than two options differ.
  const step = widestStep(request);
  const wider = { quantity, minimum: minimum - step, maximum: maximum + step };
  let [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const aim = { threshold: Number.NEGATIVE_INFINITY, limit, front: false };
  for (const program of programsOf({ ...request, budgets: [wider] })) {
    const solved = await program.solve(aim, clock, () => ({ best: undefined, bound: undefined, done: 1 }));
    if (!solved || solved.lost > Number.NEGATIVE_INFINITY) return [];
    for (const cost of solved.costs) {
      if (cost < minimum) below = Math.max(below, cost);
      if (cost > maximum) above = Math.min(above, cost);
    }
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
