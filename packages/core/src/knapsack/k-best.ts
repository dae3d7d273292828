import type { Knapsack } from "./knapsack.js";
import type { Level } from "./level.js";

/*
 * Solutions are places in a few lists of numbers, since very many small objects cost more than what is done with them:
 *
 *     value    high + low
 *     choice   of the last of the groups
 *     before   the solution of the groups before it; −1 − state for the best at a state, which the levels know
 *
 * Every state that is asked for more than its best has a cell: the solutions found so far, best first, and for each choice a candidate for
 * the next, the best solution with that choice that was not found yet. Its value is −∞ if there is none.
 */

/** What is known of a state. */
interface Cell {
  readonly groups: number;
  readonly found: number[];
  /** Where its candidates start and end. */
  readonly first: number;
  readonly end: number;
  /** How many candidates it had so far. */
  turns: number;
}

/**
 * The best, second best, … *different* values at an offset, found only as far as they are asked for: the recursive enumeration of
 * Jiménez & Marzal (1999) on the levels of the dynamic program. Different orders of the same choices have one value and count once.
 */
export class KBest {
  readonly #levels: readonly Level[];
  readonly #knapsack: Knapsack;
  readonly #cells: Cell[] = [];
  /** Of each level the cell of every state, counted from 1; 0 if it has none yet. */
  readonly #places: (Int32Array | undefined)[] = [];
  #length = 0;
  #high = new Float64Array(0);
  #low = new Float64Array(0);
  #choice = new Int32Array(0);
  #before = new Int32Array(0);
  /** Of a candidate its cell; of a solution the candidate that it was. */
  #origin = new Int32Array(0);
  /** Of a candidate its turn, for of equals the first wins; of a solution the next one of its cell, or −1. */
  #next = new Int32Array(0);

  constructor(levels: readonly Level[], knapsack: Knapsack) {
    this.#levels = levels;
    this.#knapsack = knapsack;
  }

  /** The value of a rank, from 0, at a state of the last level; `undefined` if there are no more. */
  value(state: number, rank: number): { readonly high: number; readonly low: number } | undefined {
    const place = this.#ranked(this.#levels.length - 1, state, rank);
    return place < 0 ? undefined : { high: this.#high[place], low: this.#low[place] };
  }

  /** The choices of a solution at a state of the last level, first group first. */
  choices(state: number, rank: number): number[] {
    const choices: number[] = [];
    let solution = this.#ranked(this.#levels.length - 1, state, rank);
    for (let groups = this.#levels.length - 1; groups > 0; groups--) {
      choices.push(this.#choice[solution]);
      const before = this.#before[solution];
      solution = before < 0 ? this.#ranked(groups - 1, -1 - before, 0) : before;
    }
    return choices.reverse();
  }

  /** The solution of a rank at a state; −1 if there are no more. */
  #ranked(groups: number, state: number, rank: number): number {
    if (groups === 0) return -1;
    const cell = this.#cell(groups, state);
    while (cell.found.length <= rank) if (this.#advance(cell) < 0) return -1;
    return cell.found[rank];
  }

  #cell(groups: number, state: number): Cell {
    const places = this.#places[groups] ?? new Int32Array(this.#levels[groups].offsets.length);
    this.#places[groups] = places;
    places[state] ||= this.#cells.push(this.#begun(groups, state));
    return this.#cells[places[state] - 1];
  }

  /** What the levels know is enough to begin a cell: the best value of every state before. */
  #begun(groups: number, state: number): Cell {
    const before = this.#levels[groups - 1];
    const offset = this.#levels[groups].offsets[state];
    const offsets = this.#knapsack.offsets[groups - 1];
    const added = this.#knapsack.groups[groups - 1];
    const first = this.#claim(offsets.length);
    let end = first;
    for (let choice = 0; choice < offsets.length; choice++) {
      const from = indexOf(before.offsets, offset - offsets[choice]);
      if (from < 0) continue;
      this.#high[end] = before.high[from] + added.high[choice];
      this.#low[end] = before.low[from] + added.low[choice];
      this.#choice[end] = choice;
      this.#before[end] = -1 - from;
      this.#origin[end] = this.#cells.length;
      this.#next[end] = end - first;
      end++;
    }
    return { groups, found: [], first, end, turns: end - first };
  }

  /** Finds the next different value of a cell; −1 if there is none. */
  #advance(cell: Cell): number {
    const last = cell.found.length === 0 ? -1 : cell.found[cell.found.length - 1];
    if (last >= 0) this.#renew(cell, this.#origin[last]);
    for (;;) {
      const best = this.#bestCandidate(cell);
      const high = this.#high[best];
      if (high === Number.NEGATIVE_INFINITY) return -1;
      if (last < 0 || high - this.#high[last] + (this.#low[best] - this.#low[last]) !== 0)
        return this.#taken(cell, best, last);
      this.#renew(cell, best);
    }
  }

  #bestCandidate({ first, end }: Cell): number {
    const [high, low, turn] = [this.#high, this.#low, this.#next];
    let best = first;
    for (let other = first + 1; other < end; other++) {
      const excess = high[other] - high[best] + (low[other] - low[best]);
      if (excess > 0 || (excess === 0 && turn[other] < turn[best])) best = other;
    }
    return best;
  }

  /** Makes a candidate a solution. Only when more is asked for is the next candidate with its choice needed. */
  #taken({ found }: Cell, candidate: number, last: number): number {
    const place = this.#claim(1);
    this.#high[place] = this.#high[candidate];
    this.#low[place] = this.#low[candidate];
    this.#choice[place] = this.#choice[candidate];
    this.#before[place] = this.#before[candidate];
    this.#origin[place] = candidate;
    this.#next[place] = -1;
    this.#high[candidate] = Number.NEGATIVE_INFINITY;
    if (last >= 0) this.#next[last] = place;
    found.push(place);
    return place;
  }

  /** Makes a candidate that was taken the next one with its choice. */
  #renew(cell: Cell, candidate: number): void {
    const choice = this.#choice[candidate];
    const before = this.#after(cell.groups - 1, this.#before[candidate]);
    this.#next[candidate] = cell.turns++;
    if (before < 0) this.#high[candidate] = Number.NEGATIVE_INFINITY;
    else {
      const added = this.#knapsack.groups[cell.groups - 1];
      this.#high[candidate] = this.#high[before] + added.high[choice];
      this.#low[candidate] = this.#low[before] + added.low[choice];
      this.#before[candidate] = before;
    }
  }

  /** The solution that comes after one of its state; −1 if there is none. */
  #after(groups: number, solution: number): number {
    if (solution < 0) return this.#ranked(groups, -1 - solution, 1);
    const next = this.#next[solution];
    return next < 0 ? this.#advance(this.#cellOf(solution)) : next;
  }

  #cellOf(solution: number): Cell {
    const candidate = this.#origin[solution];
    return this.#cells[this.#origin[candidate]];
  }

  /** Makes room for so many more; returns the place of the first. */
  #claim(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#high.length) this.#grow(Math.max(2 * this.#length, 1 << 11));
    return start;
  }

  #grow(length: number): void {
    this.#high = grown(this.#high, new Float64Array(length));
    this.#low = grown(this.#low, new Float64Array(length));
    this.#choice = grown(this.#choice, new Int32Array(length));
    this.#before = grown(this.#before, new Int32Array(length));
    this.#origin = grown(this.#origin, new Int32Array(length));
    this.#next = grown(this.#next, new Int32Array(length));
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The place of a number in an ascending list, or −1. */
function indexOf(ascending: Float64Array, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = ascending[middle];
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
