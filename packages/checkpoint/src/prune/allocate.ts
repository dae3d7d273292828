import { greatestCommonDivisor, leastOver, mostOver, WorkError } from "@zerolm/core";
import type { Choice } from "./choice.js";
import { relaxed } from "./relaxation.js";

/*
 * The multiple-choice knapsack: of every group one choice, sizes within a budget, the sum of values as large as can be.
 *
 * Notation: choice j of group g has size s and value v. For a price λ of size, its reduced loss is r = max_j(v − λs) − (v − λs) ≥ 0, and any
 * solution is worth U − Σr − λ·(budget − Σs), where U = Σ_g max_j(v − λs) + λ·budget bounds all of them (Lagrange; Pisinger 1995). A
 * search of everything that loses at most T finds the best of all as soon as that loses at most T; T is raised until it does. With
 * hundreds of choices the best loses next to nothing, and few choices have to be tried.
 */

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

/** A partial solution over the groups so far; `before` and `choice` lead back to how it came about. */
interface State {
  readonly size: number;
  readonly loss: number;
  readonly before: State | undefined;
  readonly choice: number;
}

/** States that are made before a search is given up: about half a second, and some ten MB. */
const maximumStates = 500_000;

/**
 * The best choice of every group within a budget, up to rounding of sums (relative 10⁻¹²); of equal ones the first found.
 *
 * @throws {WorkError} where even the smallest choices together are above the budget
 * @example
 * allocate([[{ size: 1, value: 1 }, { size: 2, value: 5 }], [{ size: 1, value: 2 }, { size: 2, value: 3 }]], 3).chosen; // [1, 0]
 */
export function allocate(groups: readonly (readonly Choice[])[], limit: number): Allocation {
  const budget = reachable(groups, limit);
  const { price, bound, feasible } = relaxed(groups, budget);
  const tolerance = 1e-12 * Math.max(1, Math.abs(bound));
  const gap = Math.max(0, bound - totalOf(groups, feasible).value);
  const found = (chosen: readonly number[], optimal: boolean): Allocation => {
    const total = totalOf(groups, chosen);
    return { chosen, ...total, optimal, loss: optimal ? 0 : Math.max(0, bound - total.value) };
  };
  if (gap <= tolerance) return found(feasible, true);
  const reduced = reducedGroups(groups, price);
  for (let most = gap / 4096; ; most *= 4) {
    const best = search(reduced, budget, price, Math.min(most, gap) + tolerance);
    if (best === "given up") return found(feasible, false);
    if (best) return found(choicesOf(best), true);
    if (most > gap) return found(feasible, true);
  }
}

/** The budget without what no sum of sizes can reach. */
function reachable(groups: readonly (readonly Choice[])[], budget: number): number {
  let [least, step] = [0, 0];
  for (const group of groups) {
    const smallest = leastOver(group, ({ size }) => size);
    least += smallest;
    for (const { size } of group) step = greatestCommonDivisor(size - smallest, step);
  }
  if (!(least <= budget))
    throw new WorkError(
      `the least that can be kept is ${least}, and ${budget} are left for it; raise the budget, or keep less of each layer`,
    );
  return step === 0 ? least : least + Math.floor((budget - least) / step) * step;
}

/** A choice with its reduced loss. */
interface Reduced {
  readonly size: number;
  readonly loss: number;
  readonly choice: number;
}

/** The choices of each group, the least loss first. */
function reducedGroups(groups: readonly (readonly Choice[])[], price: number): Reduced[][] {
  return groups.map((group) => {
    const top = mostOver(group, ({ size, value }) => value - price * size);
    const reduced = group.map(({ size, value }, choice) => ({
      size,
      loss: top - (value - price * size),
      choice,
    }));
    return reduced.sort((one, other) => one.loss - other.loss);
  });
}

/** The best of all solutions that lose at most `most`, undefined where there is none. */
function search(
  groups: readonly Reduced[][],
  budget: number,
  price: number,
  most: number,
): State | "given up" | undefined {
  const open = groups.map((group) => group.filter(({ loss }) => loss <= most));
  const rests = restsOf(open);
  let states: State[] = [{ size: 0, loss: 0, before: undefined, choice: -1 }];
  let made = 0;
  for (const [index, group] of open.entries()) {
    const next = extended(states, group, rests[index + 1] as Rest, { budget, price, most });
    made += next.length;
    if (made > maximumStates) return "given up";
    states = undominated(next, price);
  }
  return states.reduce<State | undefined>(
    (one, other) => (one && worth(one, price) >= worth(other, price) ? one : other),
    undefined,
  );
}

/** The value of a state but for a constant. */
const worth = ({ size, loss }: State, price: number): number => price * size - loss;

interface Rest {
  readonly least: number;
  readonly most: number;
}

/** The smallest and the largest sizes of the groups from each place on. */
function restsOf(groups: readonly (readonly Reduced[])[]): Rest[] {
  const rests: Rest[] = [{ least: 0, most: 0 }];
  for (const group of groups.toReversed()) {
    const { least, most } = rests[0] as Rest;
    const size = (choice: Reduced): number => choice.size;
    rests.unshift({ least: least + leastOver(group, size), most: most + mostOver(group, size) });
  }
  return rests;
}

interface Limits {
  readonly budget: number;
  readonly price: number;
  readonly most: number;
}

function extended(
  states: readonly State[],
  group: readonly Reduced[],
  rest: Rest,
  { budget, price, most }: Limits,
): State[] {
  const next: State[] = [];
  for (const before of states)
    for (const { size, loss, choice } of group) {
      const together = before.loss + loss;
      if (together > most) break;
      const whole = before.size + size;
      // What the groups to come cannot fill is paid for at the price.
      const unfilled = Math.max(0, budget - whole - rest.most);
      if (whole + rest.least <= budget && together + price * unfilled <= most)
        next.push({ size: whole, loss: together, before, choice });
      if (next.length > maximumStates) return next;
    }
  return next;
}

/** Of two states the larger one is of use only where it is worth more. */
function undominated(states: State[], price: number): State[] {
  states.sort((one, other) => one.size - other.size || one.loss - other.loss);
  let best = Number.NEGATIVE_INFINITY;
  return states.filter((state) => {
    const value = worth(state, price);
    if (value <= best) return false;
    best = value;
    return true;
  });
}

function choicesOf(state: State): number[] {
  const chosen: number[] = [];
  for (let at: State | undefined = state; at?.before; at = at.before) chosen.unshift(at.choice);
  return chosen;
}

function totalOf(
  groups: readonly (readonly Choice[])[],
  chosen: readonly number[],
): Pick<Allocation, "size" | "value"> {
  let [size, value] = [0, 0];
  for (const [index, group] of groups.entries()) {
    const choice = group[chosen[index] as number] as Choice;
    size += choice.size;
    value += choice.value;
  }
  return { size, value };
}
