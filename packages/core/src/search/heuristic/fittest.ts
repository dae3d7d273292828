import type { Candidate } from "./candidates.js";

/**
 * Orders candidates as NSGA-II does: front by front of those that no other dominates (more score, less cost), within a front the
 * least crowded first; behind them what is outside the budgets, the nearest first.
 *
 * Two objectives need no pairwise comparison: with costs ascending a candidate is dominated by a front exactly if the last that
 * joined it scores at least as much (Jensen 2003). Equals of one that stands in a front count as dominated.
 */
export function fittestFirst(candidates: readonly Candidate[]): Candidate[] {
  const inside = candidates.filter(({ excess }) => excess === 0);
  const outside = candidates.filter(({ excess }) => excess > 0);
  return [
    ...frontsOf(inside).flatMap(leastCrowdedFirst),
    ...outside.sort((one, other) => one.excess - other.excess),
  ];
}

/** Each front ascends in cost and in score. */
function frontsOf(candidates: readonly Candidate[]): Candidate[][] {
  const fronts: Candidate[][] = [];
  const sorted = candidates.toSorted((one, other) => one.cost - other.cost || other.score - one.score);
  for (const candidate of sorted) {
    const front = fronts.find((members) => (members.at(-1) as Candidate).score < candidate.score);
    if (front) front.push(candidate);
    else fronts.push([candidate]);
  }
  return fronts;
}

function leastCrowdedFirst(front: Candidate[]): Candidate[] {
  const distance = crowding(front);
  const order = [...front.keys()].sort((one, other) =>
    distance[one] === distance[other] ? one - other : (distance[other] as number) - (distance[one] as number),
  );
  return order.map((place) => front[place] as Candidate);
}

/** How far apart the two neighbours of each member are, in shares of the front's extent; infinite at its ends. */
function crowding(front: readonly Candidate[]): number[] {
  const [first, last] = [front[0] as Candidate, front.at(-1) as Candidate];
  return front.map((_, place) => {
    const [before, after] = [front[place - 1], front[place + 1]];
    if (!before || !after) return Number.POSITIVE_INFINITY;
    return (
      (after.cost - before.cost) / (last.cost - first.cost) +
      (after.score - before.score) / (last.score - first.score)
    );
  });
}
