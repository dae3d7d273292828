import type { SearchRequest, SearchResult } from "../search.js";
import { TopList } from "../top-list.js";
import type { Clock, Standing } from "./clock.js";
import type { MacroProgram, Solved } from "./macro-program.js";

/*
 * Macro options are taken in the order of an upper bound; those whose bound is below what is already found are not run, which proves
 * that they hold nothing better. A program is run for scores near its bound first: few states can lead there. What it does not look
 * at is known to be below a bound; it is run again, further down or with more states, until that bound is below what was found.
 */

/** How much work a program is given at first. */
export interface Effort {
  /** States of a layer times options of the next; each further run follows four times as many states. */
  readonly firstSteps: number;
  /** Programs of at most so many costs are run for all scores at once. */
  readonly fewCosts: number;
}

const usual: Effort = { firstSteps: 1 << 14, fewCosts: 1 << 12 };

/** States of a layer that are followed at least: a handful would hardly find anything. */
const firstStates = 16;
/** How far below its bound a program is searched first, at least, in shares of the bound. */
const leastGap = 1e-7;
/** How much further down the next run looks. */
const widening = 8;

/** The best that was found, and what is proven of it. */
export interface Best {
  readonly best: SearchResult["best"];
  /** No score that is missing is above it; −∞ where none is. */
  readonly open: number;
}

/**
 * The best different scores of all programs.
 *
 * @param effort changes the way, never what is found
 */
export async function bestOf(
  { top }: SearchRequest,
  programs: readonly MacroProgram[],
  clock: Clock,
  effort: Effort = usual,
): Promise<Best> {
  const list = new TopList(Math.max(1, top)); // the best tells whether anything fits
  const bounded = programs.map((program) => ({ program, bound: program.bound }));
  bounded.sort((one, other) => other.bound - one.bound || one.program.macro - other.program.macro);
  let open = Number.NEGATIVE_INFINITY;
  for (const [place, { program, bound }] of bounded.entries()) {
    if (bound < list.threshold || bound === Number.NEGATIVE_INFINITY) break;
    const standing = (share: number): Standing => ({
      best: list.entries[0]?.score,
      bound: Math.max(open, bound, list.entries[0]?.score ?? bound),
      done: (place + share) / bounded.length,
    });
    open = Math.max(open, await searchThrough({ program, bound, list, clock, standing, effort }));
  }
  // Orders of the same layers are never looked at one by one, so nothing can be said of the number of ties.
  return { best: list.entries.map(({ ties: _, ...found }) => found), open };
}

interface Run {
  readonly program: MacroProgram;
  readonly bound: number;
  readonly list: TopList;
  readonly clock: Clock;
  readonly standing: (share: number) => Standing;
  readonly effort: Effort;
}

/** Offers the best of one program; returns what scores that it may still hold are not above. */
async function searchThrough({ program, bound, list, clock, standing, effort }: Run): Promise<number> {
  const { mostStates } = program;
  let limit = Math.min(Math.max(firstStates, Math.ceil(effort.firstSteps / program.widest)), mostStates);
  let gap =
    program.breadth <= effort.fewCosts
      ? Number.POSITIVE_INFINITY
      : Math.max(program.gap, leastGap * Math.abs(bound));
  let open = bound;
  for (;;) {
    const known = list.threshold;
    if (bound - gap <= program.floor) gap = Number.POSITIVE_INFINITY;
    const guess = known === Number.NEGATIVE_INFINITY ? bound - gap : known;
    const solved = await program.solve({ threshold: guess, limit, front: false }, clock, standing);
    if (!solved) return open;
    if (!offerBest(solved, list, clock)) return open;
    const above = known === Number.NEGATIVE_INFINITY ? guess : Number.NEGATIVE_INFINITY;
    open = Math.min(open, Math.max(above, solved.lost));
    if (list.threshold > above && list.threshold >= solved.lost) return Number.NEGATIVE_INFINITY;
    if (open === Number.NEGATIVE_INFINITY) return open;
    if (solved.lost > above || list.threshold > above) {
      if (limit >= mostStates) return open;
      limit = Math.min(4 * limit, mostStates);
    } else gap *= widening;
  }
}

/** Offers the different scores of one macro option, best first, until they no longer enter the list; false where the clock ended it. */
function offerBest({ scores, found }: Solved, list: TopList, clock: Clock): boolean {
  const heads: { readonly index: number; readonly rank: number; readonly score: number }[] = [];
  const least = Math.max(list.threshold, leastOfBest(scores, list.limit));
  for (let index = 0; index < scores.length; index++)
    if ((scores[index] as number) >= least) heads.push({ index, rank: 0, score: scores[index] as number });
  heads.sort((one, other) => one.score - other.score);
  for (let head = heads.pop(); head && head.score >= list.threshold; head = heads.pop()) {
    if (clock.isOver) return false;
    const { index, rank } = head;
    const one = found(index, rank);
    if (!one) continue;
    list.offer(one.score, one.cost, () => one.genotype);
    // What comes next at this cost scores less.
    const next = one.score > list.threshold ? found(index, rank + 1) : undefined;
    if (next) insert(heads, { index, rank: rank + 1, score: next.score });
  }
  return true;
}

/** The last of so many highest different scores: no lower one can be among so many best. */
function leastOfBest(scores: Float64Array, count: number): number {
  if (scores.length <= 4 * count) return Number.NEGATIVE_INFINITY;
  const sorted = scores.toSorted();
  let different = 0;
  for (let place = sorted.length - 1; place >= 0; place--) {
    if (sorted[place] !== sorted[place + 1]) different++;
    if (different === count) return sorted[place] as number;
  }
  return Number.NEGATIVE_INFINITY;
}

/** Keeps a list ascending by score. */
function insert<T extends { readonly score: number }>(ascending: T[], one: T): void {
  let place = ascending.length;
  while (place > 0 && (ascending[place - 1] as T).score > one.score) place--;
  ascending.splice(place, 0, one);
}
