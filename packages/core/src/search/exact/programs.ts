import type { Additive } from "../../proxy/proxy.js";
import type { SearchRequest } from "../search.js";
import { endsOf, type Terms, TermTable } from "../terms.js";
import { MacroProgram, type Window } from "./macro-program.js";
import { OptionTable } from "./options.js";
import { lowered, raised } from "./relaxation.js";

/** What scores and costs are made of, measured once for all programs of a request. */
export interface Measured {
  readonly scores: TermTable;
  readonly costs: TermTable;
}

/** Measures nothing yet: options are measured when a program is laid out. */
export const measuredFor = ({ scorer, cost }: SearchRequest): Measured => ({
  scores: new TermTable(scorer.additive as Additive),
  costs: new TermTable(cost.additive as Additive),
});

/**
 * The programs of the macro options that may have a cost within the budget of a request: their least cost is not above it, and their
 * greatest not below. Of the others not even scores are measured.
 *
 * @param measured shared by the programs of a request under several windows
 * @param pursued the costs that the programs look for, in the unit of the cost; by default those of the budget
 */
export function programsOf(
  request: SearchRequest,
  measured: Measured = measuredFor(request),
  pursued: Window = windowOf(request),
): MacroProgram[] {
  const { space, top } = request;
  const { scores, costs } = measured;
  const budget = windowOf(request);
  const table = new OptionTable();
  return space.macroOptions.flatMap((option, macro) => {
    const cost = costs.of(option);
    if (!mayMeet(cost, budget)) return [];
    return [new MacroProgram(macro, option, { score: scores.of(option), cost }, pursued, table, top <= 1)];
  });
}

const windowOf = ({ budgets: [budget] }: SearchRequest): Window => ({
  minimum: budget?.minimum,
  maximum: budget?.maximum,
});

/** Whether the least and the greatest cost leave room for one within a budget. */
function mayMeet(
  cost: Terms,
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Window,
): boolean {
  const ends = endsOf(cost);
  return lowered(ends.minimum) <= maximum && raised(ends.maximum) >= minimum;
}
