import type { Additive } from "../../proxy/proxy.js";
import type { Miss } from "../budget.js";
import type { SearchRequest } from "../search.js";
import { endsOf, type Terms, termsOf } from "../terms.js";
import type { Clock } from "./clock.js";
import { programsOf } from "./programs.js";

/** States of a layer that are followed to say how near a space comes; where there are more, nothing is said. */
const limit = 1 << 20;

/** The reachable costs next to a budget that holds none. */
export async function nearestMisses(request: SearchRequest, clock: Clock): Promise<Miss[]> {
  const [budget] = request.budgets;
  if (budget?.maximum === undefined) return [];
  const { quantity, minimum = Number.NEGATIVE_INFINITY, maximum } = budget;
  const additive = request.cost.additive as Additive;
  let [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const regard = (cost: number): void => {
    if (cost < minimum) below = Math.max(below, cost);
    if (cost > maximum) above = Math.min(above, cost);
  };
  const terms = request.space.macroOptions.map((option) => termsOf(additive, option));
  // A macro option that lies on one side of the budget is nearest with its least or its greatest cost; programs are of the others.
  for (const ends of terms.map(endsOf)) {
    regard(ends.minimum);
    regard(ends.maximum);
  }
  // From a choice below to one above the costs go up one option at a time: no gap is wider than two options differ.
  const step = terms.reduce((widest, one) => Math.max(widest, widestStep(one)), 0);
  const wider = { minimum: minimum - step, maximum: maximum + step };
  for (const program of programsOf(request, undefined, wider)) {
    const solved = await clock.run(program.solve(Number.NEGATIVE_INFINITY, limit), () => ({ done: 1 }));
    if (!solved || solved.lost > Number.NEGATIVE_INFINITY) return [];
    for (const cost of solved.sizes) regard(cost);
  }
  return [{ quantity, below: finite(below), above: finite(above) }];
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** The most that the cost changes where one layer takes another option. */
function widestStep({ stages, scale }: Terms): number {
  let widest = 0;
  for (const { high } of new Set(stages)) {
    const least = high.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
    const most = high.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
    widest = Math.max(widest, most - least);
  }
  return widest * scale;
}
