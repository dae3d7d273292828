import { WorkError } from "@zerolm/core";
import { relaxed } from "./relaxation.js";

/*
 * The multiple-choice knapsack: of every group one choice, sizes within a budget, the sum of values as large as can be. Exact.
 *
 * Notation: choice j of group g has size s and value v. For a price λ of size, its reduced loss is r = max_j(v − λs) − (v − λs) ≥ 0, and any
 * solution is worth U − Σr − λ·(budget − Σs), where U = Σ_g max_j(v − λs) + λ·budget bounds all of them (Lagrange; Pisinger 1995). With
 * a solution worth L in hand, nothing that has lost more than U − L can be better, and so few choices are left to try.
 */

/** One way to cut one sub-module of one layer. */
export interface Choice {
  /** A whole number, in the unit of the budget. */
  readonly size: number;
  readonly value: number;
}

/** A solution: which choice of every group, and what they are together. */
export interface Allocation {
  readonly chosen: readonly number[];
  readonly size: number;
  readonly value: number;
}

/** A partial solution over the groups so far; `before` and `choice` lead back to how it came about. */
interface State {
  readonly size: number;
  readonly loss: number;
  readonly before: State | undefined;
  readonly choice: number;
}

/**
 * The best choice of every group within a budget. Exact up to rounding of sums (relative 10⁻¹²); of equal ones the first found.
 *
 * @throws {WorkError} where even the smallest choices together are above the budget
 * @example
 * allocate([[{ size: 1, value: 1 }, { size: 2, value: 5 }], [{ size: 1, value: 2 }, { size: 2, value: 3 }]], 3).chosen; // [1, 0]
 */
export function allocate(groups: readonly (readonly Choice[])[], budget: number): Allocation {
  const least = groups.reduce((sum, group) => sum + Math.min(...group.map(({ size }) => size)), 0);
  if (!(least <= budget))
    throw new WorkError(
      `the least that can be kept is ${least}, and the budget is ${budget}; raise it, or allow smaller parts`,
    );
  const { price, bound, feasible } = relaxed(groups, budget);
  const gap = bound - totalOf(groups, feasible).value;
  const tolerance = 1e-12 * Math.max(1, Math.abs(bound));
  const rests = restsOf(groups);
  let states: State[] = [{ size: 0, loss: 0, before: undefined, choice: -1 }];
  for (const [index, group] of groups.entries()) {
    const { least, most } = rests[index + 1] as Rest;
    const next = extended(states, group, price).filter(({ size, loss }) => {
      // What the groups to come cannot fill is paid for at the price.
      const unfilled = Math.max(0, budget - size - most);
      return size + least <= budget && loss + price * unfilled <= gap + tolerance;
    });
    states = undominated(next, price);
  }
  const best = states.reduce<State | undefined>(
    (one, other) => (one && worth(one, price) >= worth(other, price) ? one : other),
    undefined,
  );
  return totalOf(groups, best ? choicesOf(best) : feasible);
}

/** The value of a state but for a constant. */
const worth = ({ size, loss }: State, price: number): number => price * size - loss;

interface Rest {
  readonly least: number;
  readonly most: number;
}

/** The smallest and the largest sizes of the groups from each place on. */
function restsOf(groups: readonly (readonly Choice[])[]): Rest[] {
  const rests: Rest[] = [{ least: 0, most: 0 }];
  for (const group of groups.toReversed()) {
    const { least, most } = rests[0] as Rest;
    const sizes = group.map(({ size }) => size);
    rests.unshift({ least: least + Math.min(...sizes), most: most + Math.max(...sizes) });
  }
  return rests;
}

function extended(states: readonly State[], group: readonly Choice[], price: number): State[] {
  const top = Math.max(...group.map(({ size, value }) => value - price * size));
  return states.flatMap((before) =>
    group.map(({ size, value }, choice) => ({
      size: before.size + size,
      loss: before.loss + top - (value - price * size),
      before,
      choice,
    })),
  );
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

function totalOf(groups: readonly (readonly Choice[])[], chosen: readonly number[]): Allocation {
  let [size, value] = [0, 0];
  for (const [index, group] of groups.entries()) {
    const choice = group[chosen[index] as number] as Choice;
    size += choice.size;
    value += choice.value;
  }
  return { chosen, size, value };
}
