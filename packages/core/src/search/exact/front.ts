import type { Found } from "../search.js";
import type { MacroProgram, Solved } from "./macro-program.js";

interface Point {
  readonly score: number;
  readonly cost: number;
  readonly state: number;
  readonly solved: Solved;
}

/**
 * The Pareto front of score against cost over all macro options: the best value at every reachable cost, swept by cost. The layers
 * are found for what remains.
 */
export function frontOf(programs: readonly MacroProgram[]): Found[] {
  let front: Point[] = [];
  for (const program of programs) {
    const solved = program.solve();
    const points = solved.states.map((state) => ({ ...solved.value(state), state, solved }));
    front = swept([...front, ...points]);
  }
  return front.map(({ state, solved }) => solved.found(state, solved.solution(state, 0)));
}

/** Lowest cost first, and of those what scores more than all before. */
function swept(points: Point[]): Point[] {
  let best = Number.NEGATIVE_INFINITY;
  return points
    .sort((one, other) => one.cost - other.cost || other.score - one.score)
    .filter(({ score }) => {
      const kept = score > best;
      if (kept) best = score;
      return kept;
    });
}
