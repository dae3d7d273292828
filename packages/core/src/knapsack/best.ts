import type { Found, Program, Solved } from "./program.js";

/*
 * Programs are taken in the order of their bounds. One whose bound is below what is already found is not run, which proves that it holds
 * nothing better. A program is run for values near its bound first: few states can lead there. What it does not look at is known to be
 * below a bound; it is run again, further down or with more states, until that bound is below what was found.
 */

/** How much work a program is given at first. */
export interface Effort {
  /** States of a level times choices of the next group; each further run follows four times as many states. */
  readonly firstSteps: number;
  /** Programs of at most so many offsets are run for all values at once. */
  readonly fewOffsets: number;
}

const usual: Effort = { firstSteps: 1 << 14, fewOffsets: 1 << 12 };

/** States of a level that are followed at least: a handful would hardly find anything. */
const firstStates = 16;
/** How far below its bound a program is searched first, at least, in shares of the bound. */
const leastGap = 1e-7;
/** How much further down the next run looks. */
const widening = 8;

/** Where the best solutions are collected. */
export interface BestList<P extends Program> {
  /** How many different values it holds. */
  readonly limit: number;
  /** What is worth less cannot enter; −∞ until the list is full. */
  readonly threshold: number;
  offer(found: Found, program: P): void;
  /** The list as a program has to see it, if it is not the same for all: a list of one value of each program. */
  within?(program: P): BestList<P>;
}

/** How far a search of programs has come. */
export interface Progress {
  /** No value that is not found yet is above it. */
  readonly bound: number;
  /** Share of the work that is done, as far as it can be told. */
  readonly done: number;
}

/**
 * Offers the best different values of all programs to a list. It yields how far it has come and ends if `true` comes back.
 *
 * @param effort changes the way, never what is found
 * @returns no value that is missing in the list is above it; −∞ if none is missing
 */
export function* bestOf<P extends Program>(
  programs: readonly P[],
  list: BestList<P>,
  effort: Effort = usual,
): Generator<Progress, number, boolean> {
  const bounded = programs.map((program) => ({ program, bound: program.bound }));
  bounded.sort((one, other) => other.bound - one.bound);
  let open = Number.NEGATIVE_INFINITY;
  for (const [place, { program, bound }] of bounded.entries()) {
    if (bound < list.threshold || bound === Number.NEGATIVE_INFINITY) break;
    const told = (share: number): Progress => ({
      bound: Math.max(open, bound),
      done: (place + share) / bounded.length,
    });
    open = Math.max(
      open,
      yield* telling(searchThrough(program, bound, list.within?.(program) ?? list, effort), told),
    );
  }
  return open;
}

/** Runs a computation that yields its share as one that yields something made of it. */
export function* telling<Told, Result>(
  steps: Generator<number, Result, boolean>,
  told: (share: number) => Told,
): Generator<Told, Result, boolean> {
  let step = steps.next();
  while (!step.done) step = steps.next(yield told(step.value));
  return step.value;
}

/** Offers the best of one program; returns what values that it may still hold are not above. */
function* searchThrough<P extends Program>(
  program: P,
  bound: number,
  list: BestList<P>,
  effort: Effort,
): Generator<number, number, boolean> {
  const depth = new Depth(program, bound, effort);
  let open = bound;
  for (;;) {
    const known = list.threshold;
    const isKnown = known !== Number.NEGATIVE_INFINITY;
    const threshold = isKnown ? known : depth.threshold;
    /** No value that was not looked for is above it. */
    const unseen = isKnown ? Number.NEGATIVE_INFINITY : threshold;
    const solved = yield* program.solve(threshold, depth.states);
    if (!solved || !(yield* offerBest(program, solved, list))) return open;
    open = Math.min(open, Math.max(unseen, solved.lost));
    if (list.threshold > unseen && list.threshold >= solved.lost) return Number.NEGATIVE_INFINITY;
    if (open === Number.NEGATIVE_INFINITY) return open;
    if (solved.lost <= unseen && list.threshold <= unseen) depth.lower();
    else if (!depth.widen()) return open;
  }
}

/** How far down a program is searched, and with how many states. */
class Depth {
  readonly #program: Program;
  readonly #bound: number;
  #gap: number;
  states: number;

  constructor(program: Program, bound: number, { firstSteps, fewOffsets }: Effort) {
    this.#program = program;
    this.#bound = bound;
    this.#gap =
      program.breadth <= fewOffsets
        ? Number.POSITIVE_INFINITY
        : Math.max(program.gap, leastGap * Math.abs(bound));
    const first = Math.max(firstStates, Math.ceil(firstSteps / program.knapsack.widest));
    this.states = Math.min(first, program.mostStates);
  }

  /** Where the search ends; −∞ if nothing is left below. */
  get threshold(): number {
    const threshold = this.#bound - this.#gap;
    if (threshold === Number.NEGATIVE_INFINITY) return threshold;
    return threshold <= this.#program.floor ? Number.NEGATIVE_INFINITY : threshold;
  }

  /** A bound of 0 over choices that are worth 0 begins with no gap, which would never widen. */
  lower(): void {
    this.#gap = this.#gap * widening || Number.POSITIVE_INFINITY;
  }

  /** False if there is no room for more states. */
  widen(): boolean {
    const { mostStates } = this.#program;
    if (this.states >= mostStates) return false;
    this.states = Math.min(4 * this.states, mostStates);
    return true;
  }
}

/** Offers the different values of a program, best first, until they no longer enter the list; false if it was told to end. */
function* offerBest<P extends Program>(
  program: P,
  { sizes, values, value, choices }: Solved,
  list: BestList<P>,
): Generator<number, boolean, boolean> {
  const heads: Head[] = [];
  const least = Math.max(list.threshold, leastOfBest(values, list.limit));
  for (const [index, best] of values.entries())
    if (best >= least) heads.push({ index, rank: 0, value: best });
  heads.sort((one, other) => one.value - other.value);
  for (let head = heads.pop(); head && head.value >= list.threshold; head = heads.pop()) {
    if (yield 1) return false;
    const { index, rank } = head;
    const found = { value: head.value, size: sizes[index], choices: () => choices(index, rank) };
    list.offer(found, program);
    // What comes next at this size is worth less.
    const next = head.value > list.threshold ? value(index, rank + 1) : undefined;
    if (next !== undefined) insert(heads, { index, rank: rank + 1, value: next });
  }
  return true;
}

/** The best solution at a size that was not offered yet. */
interface Head {
  readonly index: number;
  readonly rank: number;
  readonly value: number;
}

/** The last of so many highest different values: no lower one can be among so many best. */
function leastOfBest(values: Float64Array, count: number): number {
  if (values.length <= 4 * count) return Number.NEGATIVE_INFINITY;
  const sorted = values.toSorted();
  let different = 0;
  for (let place = sorted.length - 1; place >= 0; place--) {
    if (sorted[place] !== sorted[place + 1]) different++;
    if (different === count) return sorted[place];
  }
  return Number.NEGATIVE_INFINITY;
}

/** Keeps heads ascending by value. */
function insert(ascending: Head[], one: Head): void {
  let place = ascending.length;
  while (place > 0 && ascending[place - 1].value > one.value) place--;
  ascending.splice(place, 0, one);
}

/** Runs a computation to its end. */
export function finished<Result>(steps: Generator<unknown, Result, boolean>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next(false);
  return step.value;
}
