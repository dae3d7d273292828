import type { Additive } from "../../proxy/proxy.js";
import type { SearchRequest } from "../search.js";
import { TermTable } from "../terms.js";
import { MacroProgram } from "./macro-program.js";
import { OptionTable } from "./options.js";

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
 * The programs of all macro options of a space, under the budget of a request if it has one.
 *
 * @param measured shared by the programs of a request under several windows
 */
export function programsOf(
  request: SearchRequest,
  measured: Measured = measuredFor(request),
): MacroProgram[] {
  const { space, budgets, top } = request;
  const [budget] = budgets;
  const { scores, costs } = measured;
  const window = { minimum: budget?.minimum, maximum: budget?.maximum };
  const table = new OptionTable();
  return space.macroOptions.map((option, macro) => {
    const terms = { score: scores.of(option), cost: costs.of(option) };
    return new MacroProgram(macro, option, terms, window, table, top <= 1);
  });
}
