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
  const candidates: Candidate<P>[] = [];
  let whole = true;
  for (const [place, program] of programs.entries()) {
    const steps = program.solve(Number.NEGATIVE_INFINITY, program.mostStates);
    const solved = yield* telling(steps, (share) => (place + share) / programs.length);
    whole &&= solved?.lost === Number.NEGATIVE_INFINITY;
    if (solved) for (const index of solved.sizes.keys()) candidates.push({ program, solved, index });
  }
  const front = rising(candidates, sizeOf, valueOf);
  const points = front.map((candidate) => ({
    program: candidate.program,
    size: sizeOf(candidate),
    value: valueOf(candidate),
    choices: () => candidate.solved.choices(candidate.index, 0),
  }));
  return { points, whole };
}

interface Candidate<P extends Program> {
  readonly program: P;
  readonly solved: Solved;
  readonly index: number;
}

const sizeOf = ({ solved, index }: Candidate<Program>): number => solved.sizes[index];
const valueOf = ({ solved, index }: Candidate<Program>): number => solved.values[index];

/**
 * What is worth more than all that is no larger, by ascending size.
 *
 * @example
 * rising(architectures, ({ cost }) => cost, ({ score }) => score);
 */
export function rising<T>(points: readonly T[], size: (one: T) => number, value: (one: T) => number): T[] {
  let best = Number.NEGATIVE_INFINITY;
  const sorted = points.toSorted((one, other) => size(one) - size(other) || value(other) - value(one));
  return sorted.filter((one) => {
    const kept = value(one) > best;
    if (kept) best = value(one);
    return kept;
  });
}
