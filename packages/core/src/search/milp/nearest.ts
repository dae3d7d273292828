import type { Miss } from "../budget.js";
import type { Budget } from "../search.js";
import type { MacroSolver } from "./macro-solver.js";

/**
 * For each budget how near a space comes to it while all others are kept: the largest value below its maximum or the smallest above
 * its minimum that would have to be allowed. Budgets that cannot be met even then are left out.
 */
export function nearestMisses(budgets: readonly Budget[], solvers: readonly MacroSolver[]): Miss[] {
  return budgets.flatMap((budget, index): Miss[] => {
    const widened = (end: "minimum" | "maximum", direction: 1 | -1): number | undefined =>
      budget[end] === undefined
        ? undefined
        : extreme(solvers, budgets.with(index, { ...budget, [end]: undefined }), index, direction);
    const above = widened("maximum", -1);
    const below = widened("minimum", 1);
    return above === undefined && below === undefined ? [] : [{ quantity: budget.quantity, above, below }];
  });
}

/** The smallest (direction −1) or largest (1) value of a budget's quantity within some budgets. */
function extreme(
  solvers: readonly MacroSolver[],
  budgets: readonly Budget[],
  index: number,
  direction: 1 | -1,
): number | undefined {
  return solvers.reduce<number | undefined>((best, solver) => {
    const value = solver.extreme(index, direction, budgets);
    if (best === undefined || value === undefined) return best ?? value;
    return direction * Math.max(direction * best, direction * value);
  }, undefined);
}
