import { additiveScore } from "../../proxy/additive.js";
import type { Miss } from "../budget.js";
import type { SearchRequest } from "../search.js";
import { partialSum, type Terms } from "../terms.js";
import type { Solver } from "./highs.js";
import type { IntegerProgram } from "./integer-program.js";
import { budgetRows, countRows, type Ends } from "./macro-solver.js";

/**
 * For each budget how near a space comes to it while all others are kept: the largest value below its maximum or the smallest above
 * its minimum that would have to be allowed. Budgets that cannot be met even then are left out.
 */
export function nearestMisses(
  { budgets }: SearchRequest,
  programs: readonly IntegerProgram[],
  solver: Solver,
): Miss[] {
  return budgets.flatMap((budget, index): Miss[] => {
    const others = budgets.map((other, place) => (place === index ? {} : other));
    const over = { ...budget, maximum: undefined };
    const under = { ...budget, minimum: undefined };
    const ends = [
      budget.maximum === undefined
        ? undefined
        : extreme(programs, [...others.with(index, over)], index, -1, solver),
      budget.minimum === undefined
        ? undefined
        : extreme(programs, [...others.with(index, under)], index, 1, solver),
    ];
    const [above, below] = ends;
    return above === undefined && below === undefined ? [] : [{ quantity: budget.quantity, above, below }];
  });
}

/** The smallest (direction −1) or largest (1) value of a budget's quantity within some budgets. */
function extreme(
  programs: readonly IntegerProgram[],
  budgets: readonly Ends[],
  index: number,
  direction: 1 | -1,
  solver: Solver,
): number | undefined {
  let found: number | undefined;
  for (const program of programs) {
    const { columns, counts, costs, layersOf } = program;
    const prices = columns.map((column) => column.costs[index] as number);
    const largest = Math.max(1, ...prices);
    const solution = solver.solve({
      objective: prices.map((price) => (direction * price) / largest),
      upper: columns.map(({ layerClass }) => counts[layerClass] as number),
      rows: [...countRows(program), ...budgetRows(program, budgets)],
    });
    if (solution.status === "infeasible" || !solution.x) continue;
    const terms = costs[index] as Terms;
    const value = additiveScore(partialSum(terms, layersOf(solution.x)), terms.scale);
    found = found === undefined ? value : direction * Math.max(direction * found, direction * value);
  }
  return found;
}
