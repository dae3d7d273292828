import type { Found } from "../search.js";
import type { Clock, Standing } from "./clock.js";
import type { MacroProgram, Solved } from "./macro-program.js";

interface Point {
  readonly score: number;
  readonly cost: number;
  readonly index: number;
  readonly solved: Solved;
}

/** A Pareto front, and whether all of it is there. */
export interface Front {
  readonly pareto: Found[];
  readonly whole: boolean;
}

/**
 * The Pareto front of score against cost over all macro options: the best score at every reachable cost, swept by cost. The layers
 * are found for what remains. Where time or memory ends it, what was found by then, the best among it.
 *
 * @param best what is known to be best already
 */
export async function frontOf(
  programs: readonly MacroProgram[],
  clock: Clock,
  standing: Standing,
  best: readonly Found[],
): Promise<Front> {
  const points: Point[] = [];
  let whole = true;
  for (const [place, program] of programs.entries()) {
    const aim = { threshold: Number.NEGATIVE_INFINITY, limit: program.mostStates, front: true };
    const told = (share: number): Standing => ({ ...standing, done: (place + share) / programs.length });
    const solved = await program.solve(aim, clock, told);
    if (solved) for (const point of ownFront(solved)) points.push(point);
    whole &&= solved?.lost === Number.NEGATIVE_INFINITY;
  }
  const pareto = rising(points).map(({ index, solved }) => solved.found(index, 0) as Found);
  return { pareto: whole ? pareto : rising([...pareto, ...best]), whole };
}

/** The front of one macro option; its costs ascend. */
function* ownFront(solved: Solved): Generator<Point> {
  let best = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < solved.scores.length; index++) {
    const score = solved.scores[index] as number;
    if (score <= best) continue;
    best = score;
    yield { score, cost: solved.costs[index] as number, index, solved };
  }
}

/** The points that score more than all that cost no more, by ascending cost. */
function rising<T extends Pick<Found, "score" | "cost">>(points: readonly T[]): T[] {
  let best = Number.NEGATIVE_INFINITY;
  const sorted = points.toSorted((one, other) => one.cost - other.cost || other.score - one.score);
  return sorted.filter(({ score }) => {
    const kept = score > best;
    if (kept) best = score;
    return kept;
  });
}
