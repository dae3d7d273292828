import type { Additive } from "../../proxy/proxy.js";
import type { Miss } from "../budget.js";
import type { SearchRequest } from "../search.js";
import { endsOf, TermTable, widestStep } from "../terms.js";
import type { Clock } from "./clock.js";
import { programsOf } from "./programs.js";

/** States of a layer that are followed to say how near a space comes; where there are more, nothing is said. */
const limit = 1 << 20;

/** The reachable costs next to a budget that holds none. */
export async function nearestMisses(request: SearchRequest, clock: Clock): Promise<Miss[]> {
  const { space, cost } = request;
  const [budget] = request.budgets;
  if (budget?.maximum === undefined) return [];
  const { quantity, minimum = Number.NEGATIVE_INFINITY, maximum } = budget;
  const costs = new TermTable(cost.additive as Additive);
  const terms = space.macroOptions.map((option) => costs.of(option));
  let [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const regard = (value: number): void => {
    if (value < minimum) below = Math.max(below, value);
    if (value > maximum) above = Math.min(above, value);
  };
  // A macro option that lies on one side of the budget is nearest with its least or its greatest cost.
  const around = new Set<number>();
  for (const [macro, ranged] of terms.entries()) {
    const ends = endsOf(ranged);
    if (ends.minimum > maximum) regard(ends.minimum);
    else if (ends.maximum < minimum) regard(ends.maximum);
    else around.add(macro);
  }
  // From a choice below to one above the costs go up one option at a time: no gap is wider than two options differ.
  const step = terms.reduce((widest, one) => Math.max(widest, widestStep(one)), 0);
  const wider = { quantity, minimum: minimum - step, maximum: maximum + step };
  const aim = { threshold: Number.NEGATIVE_INFINITY, limit, front: false };
  for (const program of programsOf({ ...request, budgets: [wider] })) {
    if (!around.has(program.macro)) continue;
    const solved = await program.solve(aim, clock, () => ({ best: undefined, bound: undefined, done: 1 }));
    if (!solved || solved.lost > Number.NEGATIVE_INFINITY) return [];
    for (const reached of solved.costs) regard(reached);
  }
  return [{ quantity, below: finite(below), above: finite(above) }];
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
