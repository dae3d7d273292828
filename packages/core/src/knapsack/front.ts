import { telling } from "./best.js";
import type { Found, Program, Solved } from "./program.js";

/** A point of a front. */
export interface FrontPoint<P extends Program> extends Found {
  readonly program: P;
}

/** A front, smallest size first, and whether all of it is there. */
export interface Front<P extends Program> {
  readonly points: readonly FrontPoint<P>[];
  readonly whole: boolean;
}

/**
 * The front of value against size over all programs: the best value at every reachable size, swept by size. It yields the share that is
 * done; told to end, it returns what was found by then.
 */
export function* frontOf<P extends Program>(programs: readonly P[]): Generator<number, Front<P>, boolean> {
  const points: Candidate<P>[] = [];
  let whole = true;
  for (const [place, program] of programs.entries()) {
    const steps = program.solve({ threshold: Number.NEGATIVE_INFINITY, limit: program.mostStates });
    const solved = yield* telling(steps, (share) => (place + share) / programs.length);
    if (solved) for (const point of ownFront(program, solved)) points.push(point);
    whole &&= solved?.lost === Number.NEGATIVE_INFINITY;
  }
  return {
    points: rising(points).map(({ program, value, size, index, solved }) => ({
      program,
      value,
      size,
      choices: () => solved.choices(index, 0),
    })),
    whole,
  };
}

interface Candidate<P extends Program> {
  readonly value: number;
  readonly size: number;
  readonly program: P;
  readonly index: number;
  readonly solved: Solved;
}

/** The front of one program; its sizes ascend. */
function* ownFront<P extends Program>(program: P, solved: Solved): Generator<Candidate<P>> {
  let best = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < solved.values.length; index++) {
    const value = solved.values[index] as number;
    if (value <= best) continue;
    best = value;
    yield { value, size: solved.sizes[index] as number, program, index, solved };
  }
}

/** The points that are worth more than all that are no larger, by ascending size. */
export function rising<T extends Pick<Found, "value" | "size">>(points: readonly T[]): T[] {
  let best = Number.NEGATIVE_INFINITY;
  const sorted = points.toSorted((one, other) => one.size - other.size || other.value - one.value);
  return sorted.filter(({ value }) => {
    const kept = value > best;
    if (kept) best = value;
    return kept;
  });
}
