import { mostOver } from "@zerolm/core";
import type { Choice } from "./choice.js";

/** The Lagrange relaxation of a knapsack, and a good solution that it leads to. */
export interface Relaxation {
  /** λ, the value that a unit of size is worth; 0 where everything fits. */
  readonly price: number;
  /** No solution is worth more. */
  readonly bound: number;
  /** A choice of every group, within the budget. */
  readonly feasible: readonly number[];
}

/** A step along the upper hull of a group, from one choice to the next larger one worth taking. */
interface Step {
  readonly group: number;
  readonly to: number;
  readonly size: number;
  readonly slope: number;
}

/** Takes the steps of all hulls in the order of what they bring for their size, as long as they fit (Sinha & Zoltners 1979). */
export function relaxed(groups: readonly (readonly Choice[])[], budget: number): Relaxation {
  const hulls = groups.map(hullOf);
  const steps = hulls.flatMap((hull, group) => stepsOf(groups[group] as readonly Choice[], hull, group));
  steps.sort((one, other) => other.slope - one.slope || one.group - other.group || one.to - other.to);
  const feasible = hulls.map(([first]) => first as number);
  let room = budget - feasible.reduce((sum, choice, group) => sum + (groups[group]?.[choice]?.size ?? 0), 0);
  let price = 0;
  const closed = new Set<number>();
  for (const step of steps) {
    if (closed.has(step.group)) continue;
    if (step.size <= room) {
      feasible[step.group] = step.to;
      room -= step.size;
    } else {
      // A group whose step does not fit stops there: its later steps start from a choice that was not taken.
      if (closed.size === 0) price = step.slope;
      closed.add(step.group);
    }
  }
  const bound = groups.reduce(
    (sum, group) => sum + mostOver(group, ({ size, value }) => value - price * size),
    price * budget,
  );
  return { price, bound, feasible: filled(groups, feasible, room) };
}

/** The upper left hull of a group's choices: from the smallest on, each next one with a smaller slope above 0. */
function hullOf(group: readonly Choice[]): number[] {
  const order = [...group.keys()].sort((one, other) => {
    const [a, b] = [group[one] as Choice, group[other] as Choice];
    return a.size - b.size || b.value - a.value || one - other;
  });
  const hull: number[] = [];
  for (const index of order) {
    if (hull.length > 0 && (group[index] as Choice).value <= (group[hull.at(-1) as number] as Choice).value)
      continue;
    while (
      hull.length > 1 &&
      slope(group, hull.at(-2) as number, hull.at(-1) as number) <= slope(group, hull.at(-1) as number, index)
    )
      hull.pop();
    hull.push(index);
  }
  return hull;
}

function slope(group: readonly Choice[], from: number, to: number): number {
  const [one, other] = [group[from] as Choice, group[to] as Choice];
  return (other.value - one.value) / (other.size - one.size);
}

function stepsOf(group: readonly Choice[], hull: readonly number[], index: number): Step[] {
  return hull.slice(1).map((to, place) => {
    const from = hull[place] as number;
    return {
      group: index,
      to,
      size: (group[to] as Choice).size - (group[from] as Choice).size,
      slope: slope(group, from, to),
    };
  });
}

/** Lets each group in turn have the best choice that the room left over allows, which brings the solution nearer to the bound. */
function filled(groups: readonly (readonly Choice[])[], chosen: readonly number[], room: number): number[] {
  let rest = room;
  return chosen.map((current, index) => {
    const group = groups[index] as readonly Choice[];
    const now = group[current] as Choice;
    let best = current;
    for (const [place, { size, value }] of group.entries())
      if (size - now.size <= rest && value > (group[best] as Choice).value) best = place;
    rest -= (group[best] as Choice).size - now.size;
    return best;
  });
}
