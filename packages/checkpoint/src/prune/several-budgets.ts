import {
  greatestCommonDivisor,
  type LinearProgram,
  leastOver,
  mostOver,
  type Solver,
  UsageError,
  WorkError,
} from "@zerolm/core";
import { type Allocation, allocate } from "./allocate.js";
import { type Choice, sizesOf } from "./choice.js";

/*
 * The knapsack under several budgets at once. Each budget by itself is a relaxation: where the best under one meets the others too, it
 * is the best under all, and that is proven. So it mostly is, since what has fewer parameters has fewer bytes and FLOPs. Else it is an
 * integer program of one unknown a choice, which HiGHS solves:
 *
 *     maximise Σ v_gj·x_gj   where Σ_j x_gj = 1 in every group g,  Σ s_bgj·x_gj ≤ limit_b for every budget b,  x whole.
 */

/** The most of each size, in the order of `sizesOf`, and what solves integer programs where there are several. */
export interface Limits {
  readonly limits: readonly number[];
  readonly solver: Solver | undefined;
}

/** Seconds that an integer program may take before what it has found is taken unproven. */
const maximumSeconds = 20;

/**
 * The best choice of every group within all budgets; undefined where none meets them all.
 *
 * @param floor where nothing can be worth more than this, no integer program is solved, and the answer may be undefined
 *
 * @example
 * allocateWithin(groups, { limits: [5.7e9, 8e9], solver: await Solver.load() })?.chosen;
 */
export function allocateWithin(
  groups: readonly (readonly Choice[])[],
  { limits, solver }: Limits,
  floor = Number.NEGATIVE_INFINITY,
): Allocation | undefined {
  if (limits.some((limit, budget) => leastOf(groups, budget) > limit)) return undefined;
  let bound = Number.POSITIVE_INFINITY;
  for (const [budget, limit] of limits.entries()) {
    const found = allocate(
      groups.map((group) => group.map((choice) => ({ ...choice, size: sizesOf(choice)[budget] as number }))),
      limit,
    );
    const { chosen, value, loss } = found;
    const sizes = totals(groups, chosen);
    if (sizes.every((size, index) => size <= (limits[index] as number)))
      return { ...found, size: sizes[0] as number };
    bound = Math.min(bound, value + loss);
    if (bound <= floor) return undefined;
  }
  if (!solver) throw new UsageError("several budgets need a solver; give the one of Solver.load()");
  return solved(groups, limits, solver, bound);
}

/** The least that everything can be in the unit of one budget. */
export const leastOf = (groups: readonly (readonly Choice[])[], budget: number): number =>
  groups.reduce((sum, group) => sum + leastOver(group, (choice) => sizesOf(choice)[budget] as number), 0);

/** The sizes of a solution, one a budget. */
function totals(groups: readonly (readonly Choice[])[], chosen: readonly number[]): number[] {
  const sizes = groups.map((group, index) => sizesOf(group[chosen[index] as number] as Choice));
  return (sizes[0] ?? []).map((_, budget) => sizes.reduce((sum, one) => sum + (one[budget] as number), 0));
}

function solved(
  groups: readonly (readonly Choice[])[],
  limits: readonly number[],
  solver: Solver,
  bound: number,
): Allocation | undefined {
  const solution = solver.solve(programOf(groups, limits), { seconds: maximumSeconds });
  if (solution.status === "infeasible") return undefined;
  const chosen = chosenOf(groups, solution.x ?? []);
  const sizes = totals(groups, chosen);
  if (chosen.includes(-1) || sizes.some((size, budget) => size > (limits[budget] as number)))
    throw new WorkError(
      "several budgets: the solver of integer programs found nothing that meets them all in the time given; raise one of them, or give fewer",
    );
  const value = groups.reduce((sum, group, index) => sum + (group[chosen[index] as number]?.value ?? 0), 0);
  const optimal = solution.status === "optimal";
  return { chosen, size: sizes[0] as number, value, optimal, loss: optimal ? 0 : Math.max(0, bound - value) };
}

/** Values between 0 and 1 above the least of their group, sizes in whole steps above theirs: so the solver's tolerances mean little. */
function programOf(groups: readonly (readonly Choice[])[], limits: readonly number[]): LinearProgram {
  const choices = groups.flat();
  const least = groups.map((group) => leastOver(group, ({ value }) => value));
  const spread = Math.max(
    ...groups.map((group, index) => mostOver(group, ({ value }) => value) - (least[index] as number)),
    Number.MIN_VALUE,
  );
  const owners = groups.flatMap((group, index) => group.map(() => index));
  return {
    objective: choices.map(({ value }, at) => (value - (least[owners[at] as number] as number)) / spread),
    upper: choices.map(() => 1),
    rows: [
      ...groups.map((_, index) => ({
        coefficients: owners.map((owner) => Number(owner === index)),
        lower: 1,
        upper: 1,
      })),
      ...limits.map((limit, budget) => budgetRow(groups, owners, budget, limit)),
    ],
  };
}

function budgetRow(
  groups: readonly (readonly Choice[])[],
  owners: readonly number[],
  budget: number,
  limit: number,
): LinearProgram["rows"][number] {
  const sizes = groups.flat().map((choice) => sizesOf(choice)[budget] as number);
  const least = groups.map((group) => leastOver(group, (choice) => sizesOf(choice)[budget] as number));
  const above = sizes.map((size, at) => size - (least[owners[at] as number] as number));
  const step = above.reduce(greatestCommonDivisor, 0) || 1;
  const room = Math.floor((limit - leastOf(groups, budget)) / step);
  // Half a step of play keeps rounding from deciding what fits; whole numbers of steps leave no solution in it.
  return { coefficients: above.map((size) => size / step), lower: 0, upper: room + 0.5 };
}

/** −1 for a group of which nothing was taken. */
function chosenOf(groups: readonly (readonly Choice[])[], taken: readonly number[]): number[] {
  let first = 0;
  return groups.map((group) => {
    const place = taken.slice(first, first + group.length).indexOf(1);
    first += group.length;
    return place;
  });
}
