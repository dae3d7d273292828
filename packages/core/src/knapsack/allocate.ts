import { exactTerm } from "../capacity/exact-sum.js";
import { InterruptedError, UsageError, WorkError } from "../errors.js";
import { leastOver, mostOver } from "../extremes.js";
import type { Host } from "../host.js";
import { bestOf, finished } from "./best.js";
import { maximumDense } from "./cells.js";
import { IntegerProgram } from "./integer-program.js";
import { type Group, Knapsack } from "./knapsack.js";
import { type Found, Program, plainTotal } from "./program.js";
import { rounded } from "./rounding.js";
import { inSlices } from "./slices.js";
import type { LinearProgram, Solution, Solver } from "./solver.js";

/*
 * The best within one or several budgets, for values that are any real numbers.
 *
 * One budget: the relaxation bounds all solutions and leads to one that is near its bound. With a price λ of a unit of offset, a choice
 * loses r = max_j(v_j − λ·c_j) − (v − λ·c), and no solution with it is worth more than the bound − r (Lagrange; Pisinger 1995): what loses
 * more than the solution at hand is left out. With hundreds of choices few remain. Their values are then made exact, and the dynamic
 * program decides.
 *
 * Several budgets: each by itself is a relaxation. If the best under one meets the others too, it is the best under all, and that is proven.
 * So it mostly is, since what has fewer parameters has fewer bytes and FLOPs. Else an integer program decides.
 */

/** A choice of a group. */
export interface Choice {
  /** A whole number, in the unit of the first budget. */
  readonly size: number;
  /** The same in the units of further budgets. */
  readonly also?: readonly number[];
  readonly value: number;
}

/** The sizes of a choice in all units. */
export const sizesOf = ({ size, also = [] }: Choice): readonly number[] => [size, ...also];

/** The budget on each size, in the order of `sizesOf`, and what solves integer programs if there are several. */
export interface Limits {
  readonly limits: readonly number[];
  readonly solver: Solver | undefined;
  /** May stop an integer program between two slices of its time. */
  readonly host?: Host | undefined;
}

/** A solution: which choice of every group, and what they are together. */
export interface Allocation {
  readonly chosen: readonly number[];
  readonly size: number;
  readonly value: number;
  /** Whether it is proven that none is better; else the search was given up, and `loss` says by how much one could be. */
  readonly optimal: boolean;
  /** No solution is worth more than `value` + this. */
  readonly loss: number;
}

type Groups = readonly (readonly Choice[])[];

/** States that a dynamic program may follow before what it has found is taken unproven: about half a second. */
const maximumStates = 1 << 19;
/** The same if there are so many offsets that they are looked up one by one. */
const maximumSparseStates = 1 << 15;
/** Seconds that an integer program may take before what it has found is taken unproven: slices of 2, 4, 8 and 16. */
const maximumSeconds = 30;
/** Sums of values are taken for equal up to this share. */
const tolerance = 1e-12;

/**
 * The best choice of every group within all budgets; undefined if none meets them all.
 *
 * @param floor if nothing can be worth more than this, no integer program is solved, and the answer may be undefined
 * @throws {UsageError} if several budgets need a solver and none is given
 * @throws {InterruptedError} if the host stops an integer program that has found nothing yet
 * @example
 * const groups = [[{ size: 1, value: 1 }, { size: 2, value: 5 }], [{ size: 1, value: 2 }, { size: 2, value: 3 }]];
 * (await allocateWithin(groups, { limits: [3], solver: undefined }))?.chosen; // [1, 0]
 */
export async function allocateWithin(
  groups: Groups,
  { limits, solver, host = {} }: Limits,
  floor = Number.NEGATIVE_INFINITY,
): Promise<Allocation | undefined> {
  let bound = Number.POSITIVE_INFINITY;
  if (limits.some((limit, budget) => smallestSize(groups, budget) > limit)) return undefined;
  for (const [budget, limit] of limits.entries()) {
    const found = bestUnder(groups, budget, limit);
    if (meets(groups, found.chosen, limits)) return found;
    bound = Math.min(bound, found.value + found.loss);
    if (bound <= floor) return undefined;
  }
  if (!solver) throw new UsageError("several budgets need a solver. Pass the result of Solver.load().");
  return await solved(groups, limits, bound, (program) => inTime(program, solver, host));
}

/** The size of the smallest solution, in the unit of one budget. */
export const smallestSize = (groups: Groups, budget: number): number =>
  groups.reduce((sum, group) => sum + leastOver(group, (choice) => sizeIn(choice, budget)), 0);

const sizeIn = ({ size, also = [] }: Choice, budget: number): number =>
  budget === 0 ? size : also[budget - 1];

/** The best under one of the budgets, which the smallest solution meets. */
function bestUnder(groups: Groups, budget: number, limit: number): Allocation {
  const knapsack = new Knapsack(groups.map((group) => groupOf(group, budget)));
  const most = Math.floor((limit - knapsack.base) / knapsack.unit);
  const bound = knapsack.relaxation.from(0).within(Number.NEGATIVE_INFINITY, most);
  const { chosen, price } = rounded(knapsack, most);
  const near = allocation(groups, chosen);
  const room = tolerance * Math.max(1, Math.abs(bound));
  const gap = bound - near.value;
  if (gap <= room) return near;
  const { found, open } = bestExactly(remaining(knapsack, price, gap + room), limit, near.value - room);
  const best = found ? allocation(groups, found.choices()) : near;
  if (open === Number.NEGATIVE_INFINITY) return best;
  const better = best.value > near.value ? best : near;
  return { ...better, optimal: false, loss: Math.max(0, Math.min(bound, open) - better.value) };
}

const groupOf = (choices: readonly Choice[], budget: number): Group => ({
  places: [...choices.keys()],
  sizes: choices.map((choice) => sizeIn(choice, budget)),
  high: choices.map(({ value }) => value),
  low: choices.map(() => 0),
});

/** The choices that lose at most so much at a price, the largest first: of equal solutions the one is taken that ends with larger choices. */
function remaining({ groups, offsets }: Knapsack, price: number, most: number): Group[] {
  return groups.map(({ places, sizes, high, low }, index) => {
    const own = offsets[index];
    const worth = high.map((value, choice) => value - price * own[choice]);
    const top = mostOver(worth, (one) => one);
    const kept = places.filter((choice) => top - worth[choice] <= most);
    kept.sort((one, other) => sizes[other] - sizes[one]);
    const of = (list: readonly number[]): number[] => kept.map((choice) => list[choice]);
    return { places: kept, sizes: of(sizes), high: of(high), low: of(low) };
  });
}

/** The best solution that is worth at least so much, if one is found, and what those that were not looked at may be worth. */
function bestExactly(groups: readonly Group[], maximum: number, threshold: number) {
  const scale = scaleOf(groups);
  const knapsack = new Knapsack(groups.map((group) => exactly(group, scale)));
  const program = new Program({
    knapsack,
    value: { rest: plainTotal.rest, scale: 1 / scale },
    size: plainTotal,
    window: { maximum },
    dominance: true,
    maximumStates: knapsack.span > maximumDense ? maximumSparseStates : maximumStates,
  });
  const best: { found?: Found; open: number } = { open: Number.NEGATIVE_INFINITY };
  const list = {
    limit: 1,
    threshold,
    offer(found: Found): void {
      best.found = found;
      list.threshold = found.value;
    },
  };
  best.open = finished(bestOf([program], list));
  return best;
}

/** A power of two that makes the sum of the largest values about 2²², so that their sums are exact. */
function scaleOf(groups: readonly Group[]): number {
  const total = groups.reduce((sum, { high }) => sum + mostOver(high, Math.abs), 0);
  return 2 ** Math.min(1000, 22 - Math.ceil(Math.log2(total || 1)));
}

function exactly(group: Group, scale: number): Group {
  const terms = group.high.map((value) => exactTerm(scale * value));
  return { ...group, high: terms.map(({ high }) => high), low: terms.map(({ low }) => low) };
}

/** What a choice of every group is together. */
function allocation(groups: Groups, chosen: readonly number[]): Allocation {
  let [size, value] = [0, 0];
  for (const [index, group] of groups.entries()) {
    const choice = group[chosen[index]];
    size += choice.size;
    value += choice.value;
  }
  return { chosen, size, value, optimal: true, loss: 0 };
}

function meets(groups: Groups, chosen: readonly number[], limits: readonly number[]): boolean {
  return limits.every((limit, budget) => {
    const size = groups.reduce((sum, group, index) => sum + sizeIn(group[chosen[index]], budget), 0);
    return size <= limit;
  });
}

async function solved(
  groups: Groups,
  limits: readonly number[],
  bound: number,
  solve: (program: LinearProgram) => Promise<Solution>,
): Promise<Allocation | undefined> {
  const kinds = groups.map((group, index) => ({
    groups: [index],
    columns: group.map((one, choice) => ({ choice, value: one.value, sizes: sizesOf(one) })),
  }));
  const program = new IntegerProgram(
    kinds,
    plainTotal,
    limits.map(() => plainTotal),
  );
  // The minimum excludes nothing; without one HiGHS may take another solution of the same value.
  const windows = limits.map((maximum, budget) => ({ minimum: smallestSize(groups, budget), maximum }));
  const solution = await solve(program.linear(program.gains, windows));
  if (solution.status === "infeasible") return undefined;
  const chosen = program.choicesOf(solution.x ?? []);
  if (chosen.includes(-1) || !meets(groups, chosen, limits))
    throw new WorkError(
      "several budgets: the solver of integer programs found nothing that meets them all in the time given. Raise one of them, or give fewer.",
    );
  const best = allocation(groups, chosen);
  if (solution.status === "optimal") return best;
  return { ...best, optimal: false, loss: Math.max(0, bound - best.value) };
}

/** Solves a program in slices, so that the host can stop it in between. */
async function inTime(program: LinearProgram, solver: Solver, host: Host): Promise<Solution> {
  const ends = Date.now() + 1000 * maximumSeconds;
  const { solution } = await inSlices(
    (seconds) => {
      const solution = solver.solve(program, { seconds });
      return { solution, cutShort: solution.status === "cut short" };
    },
    () => (host.signal?.aborted ? 0 : (ends - Date.now()) / 1000),
    () => host.report?.({ what: "solving an integer program", done: 0 }),
  );
  if (host.signal?.aborted && solution.status === "cut short" && !solution.x)
    throw new InterruptedError("stopped before an integer program had found anything");
  return solution;
}
