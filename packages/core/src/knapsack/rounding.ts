import type { Knapsack } from "./knapsack.js";

/** A solution that the relaxation leads to. */
export interface Rounded {
  /** The choice of every group. */
  readonly chosen: number[];
  /** λ, the value that a unit of offset is worth; 0 if everything fits. */
  readonly price: number;
}

/**
 * Takes the steps of all hulls, the steepest first, as long as they fit, and fills what room is left.
 *
 * @param knapsack its groups are all different objects
 * @param most the largest offset that fits, from 0
 */
export function rounded(knapsack: Knapsack, most: number): Rounded {
  const { relaxation } = knapsack;
  const chosen = relaxation.starts.map(({ choice }) => choice);
  const closed = new Set<number>();
  let [room, price] = [most, 0];
  for (const { kind: group, to, offset, value } of relaxation.steps) {
    if (value <= 0) break;
    if (closed.has(group)) continue;
    if (offset <= room) {
      chosen[group] = to;
      room -= offset;
    } else {
      // A group whose step does not fit stops there: its later steps start from a choice that was not taken.
      if (closed.size === 0) price = value / offset;
      closed.add(group);
    }
  }
  return { chosen: filled(knapsack, chosen, room), price };
}

/** Lets each group in turn have the best choice that the room left over allows, which brings the solution nearer to the bound. */
function filled({ groups, offsets }: Knapsack, chosen: readonly number[], room: number): number[] {
  let rest = room;
  return chosen.map((current, index) => {
    const [own, values] = [offsets[index], groups[index]?.high as readonly number[]];
    const most = own[current] + rest;
    let best = current;
    for (let choice = 0; choice < own.length; choice++)
      if (own[choice] <= most && values[choice] > values[best]) best = choice;
    rest = most - own[best];
    return best;
  });
}
