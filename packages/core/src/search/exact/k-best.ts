import type { Level } from "./cells.js";
import type { Layout, StageTerms } from "./layout.js";

/** The value of a choice of options; `option` is that of its last stage, the others are the solution of a rank at a state before. */
export interface Solution {
  readonly high: number;
  readonly low: number;
  readonly option: number;
  readonly state: number;
  readonly rank: number;
}

interface Cell {
  readonly found: Solution[];
  readonly candidates: Solution[];
}

/** The sign of the difference of two exact values; both parts are exact, so it is the sign in real arithmetic. */
const exceeds = (one: Solution, other: Solution): boolean =>
  one.high - other.high + (one.low - other.low) > 0;
const equals = (one: Solution, other: Solution): boolean =>
  one.high - other.high + (one.low - other.low) === 0;

/**
 * The best, second best, … *different* values at a cost, found only as far as they are asked for: the recursive enumeration of
 * Jiménez & Marzal (1999) on the levels of the dynamic program. Different orders of the same layers have one value and count once.
 */
export class KBest {
  readonly #levels: readonly Level[];
  readonly #optionOffsets: readonly Float64Array[];
  readonly #stages: readonly StageTerms[];
  readonly #cells: Map<number, Cell>[];

  constructor(levels: readonly Level[], { stages, offsets }: Layout) {
    this.#levels = levels;
    this.#optionOffsets = offsets;
    this.#stages = stages;
    this.#cells = levels.map(() => new Map());
  }

  /** The value of a rank (from 0) of the first `stage` stages at one of their reachable costs; `undefined` where there are no more. */
  get(stage: number, state: number, rank: number): Solution | undefined {
    if (stage === 0) return rank === 0 ? { high: 0, low: 0, option: -1, state: 0, rank: 0 } : undefined;
    if (rank === 0) return this.#best(stage, state);
    const cell = this.#cell(stage, state);
    while (cell.found.length <= rank) {
      const next = this.#next(stage, cell);
      if (!next) return undefined;
      cell.found.push(next);
    }
    return cell.found[rank];
  }

  /** The options of a solution, first stage first. */
  options(stage: number, state: number, rank: number): number[] {
    const options: number[] = [];
    let at = { state, rank };
    for (let level = stage; level > 0; level--) {
      const solution = this.get(level, at.state, at.rank) as Solution;
      options.push(solution.option);
      at = solution;
    }
    return options.reverse();
  }

  /** The first option that gives the best value, which the level knows: most cells are never needed. */
  #best(stage: number, state: number): Solution {
    const [level, before] = [this.#levels[stage] as Level, this.#levels[stage - 1] as Level];
    const [high, low] = [level.high[state] as number, level.low[state] as number];
    const offset = level.offsets[state] as number;
    const offsets = this.#optionOffsets[stage - 1] as Float64Array;
    for (let option = 0; option < offsets.length; option++) {
      const from = indexOf(before.offsets, offset - (offsets[option] as number));
      if (from < 0) continue;
      const found = this.#extended(
        stage,
        before.high[from] as number,
        before.low[from] as number,
        option,
        from,
        0,
      );
      if (high - found.high + (low - found.low) === 0) return found;
    }
    throw new Error(`no option leads to state ${state} of stage ${stage}`);
  }

  /** What the levels know is enough for a cell: the best value of every state before. */
  #cell(stage: number, state: number): Cell {
    const cells = this.#cells[stage] as Map<number, Cell>;
    const known = cells.get(state);
    if (known) return known;
    const before = this.#levels[stage - 1] as Level;
    const offset = (this.#levels[stage] as Level).offsets[state] as number;
    const candidates: Solution[] = [];
    const offsets = this.#optionOffsets[stage - 1] as Float64Array;
    for (let option = 0; option < offsets.length; option++) {
      const from = indexOf(before.offsets, offset - (offsets[option] as number));
      if (from < 0) continue;
      const [high, low] = [before.high[from] as number, before.low[from] as number];
      candidates.push(this.#extended(stage, high, low, option, from, 0));
    }
    const cell: Cell = { found: [], candidates };
    cells.set(state, cell);
    return cell;
  }

  #extended(
    stage: number,
    highBefore: number,
    lowBefore: number,
    option: number,
    state: number,
    rank: number,
  ): Solution {
    const { high, low } = this.#stages[stage - 1] as StageTerms;
    return {
      high: highBefore + (high[option] as number),
      low: lowBefore + (low[option] as number),
      option,
      state,
      rank,
    };
  }

  #next(stage: number, cell: Cell): Solution | undefined {
    const last = cell.found.at(-1);
    if (last) this.#replace(stage, cell, last);
    for (;;) {
      const best = takeBest(cell.candidates);
      if (!best) return undefined;
      if (!last || !equals(best, last)) return best;
      this.#replace(stage, cell, best);
    }
  }

  /** Proposes what comes after a solution that was taken: only now is the next rank before it needed. */
  #replace(stage: number, cell: Cell, { option, state, rank }: Solution): void {
    const before = this.get(stage - 1, state, rank + 1);
    if (before) cell.candidates.push(this.#extended(stage, before.high, before.low, option, state, rank + 1));
  }
}

/** Takes the best out of a list whose order says nothing but which of equals came first. */
function takeBest(candidates: Solution[]): Solution | undefined {
  let place = 0;
  for (let other = 1; other < candidates.length; other++)
    if (exceeds(candidates[other] as Solution, candidates[place] as Solution)) place = other;
  const best = candidates[place];
  for (; place < candidates.length - 1; place++) candidates[place] = candidates[place + 1] as Solution;
  candidates.pop();
  return best;
}

/** Where a number stands in an ascending list, or −1. */
function indexOf(ascending: Float64Array, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = ascending[middle] as number;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
