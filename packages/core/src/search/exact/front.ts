import type { Found } from "../search.js";
import type { MacroProgram, Solved } from "./macro-program.js";

interface Point {
  readonly score: number;
  readonly cost: number;
  readonly index: number;
  readonly solved: Solved;
}

/**
 * The Pareto front of score against cost over all macro options: the best score at every reachable cost, swept by cost. The layers
 * are found for what remains.
 */
export function frontOf(programs: readonly MacroProgram[]): Found[] {
  const points = programs.flatMap((program) => ownFront(program.solve(true)));
  points.sort((one, other) => one.cost - other.cost || other.score - one.score);
  return rising(points).map(({ index, solved }) => solved.found(index, 0) as Found);
}

/** The front of one macro option; its costs ascend. */
function ownFront(solved: Solved): Point[] {
  const points: Point[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (const [index, score] of solved.scores.entries()) {
    if (score <= best) continue;
    best = score;
    points.push({ score, cost: solved.costs[index] as number, index, solved });
  }
  return points;
}

/** Of points by ascending cost those that score more than all before. */
function rising(points: readonly Point[]): Point[] {
  let best = Number.NEGATIVE_INFINITY;
  return points.filter(({ score }) => {
    const kept = score > best;
    if (kept) best = score;
    return kept;
  });
}
