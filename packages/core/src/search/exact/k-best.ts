import type { Level, Reachable, StageTerms } from "./reachable.js";

/** A choice of options with its exact value; `option` is that of the last stage, the others stand behind `before`. */
export interface Solution {
  readonly high: number;
  readonly low: number;
  readonly option: number;
  readonly before: Solution | undefined;
}

interface Candidate {
  readonly solution: Solution;
  readonly state: number;
  readonly rank: number;
}

interface Cell {
  readonly found: Solution[];
  readonly candidates: Candidate[];
}

const empty: Solution = { high: 0, low: 0, option: -1, before: undefined };

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

  constructor({ levels, optionOffsets }: Reachable, stages: readonly StageTerms[]) {
    this.#levels = levels;
    this.#optionOffsets = optionOffsets;
    this.#stages = stages;
    this.#cells = levels.map(() => new Map());
  }

  /** The value of a rank (from 0) of the first `stage` stages at one of their reachable costs; `undefined` where there are no more. */
  get(stage: number, state: number, rank: number): Solution | undefined {
    if (stage === 0) return rank === 0 ? empty : undefined;
    const cell = this.#cell(stage, state);
    while (cell.found.length <= rank) {
      const next = this.#next(stage, cell);
      if (!next) return undefined;
      cell.found.push(next);
    }
    return cell.found[rank];
  }

  #cell(stage: number, state: number): Cell {
    const cells = this.#cells[stage] as Map<number, Cell>;
    const known = cells.get(state);
    if (known) return known;
    const cell: Cell = { found: [], candidates: [] };
    const offset = (this.#levels[stage] as Level).offsets[state] as number;
    for (const [option, shift] of (this.#optionOffsets[stage - 1] as Float64Array).entries()) {
      const before = indexOf((this.#levels[stage - 1] as Level).offsets, offset - shift);
      if (before >= 0) this.#propose(stage, cell, option, before, 0);
    }
    cells.set(state, cell);
    return cell;
  }

  #propose(stage: number, cell: Cell, option: number, state: number, rank: number): void {
    const before = this.get(stage - 1, state, rank);
    if (!before) return;
    const { high, low } = this.#stages[stage - 1] as StageTerms;
    const solution = {
      high: before.high + (high[option] as number),
      low: before.low + (low[option] as number),
      option,
      before,
    };
    cell.candidates.push({ solution, state, rank });
  }

  #next(stage: number, cell: Cell): Solution | undefined {
    const last = cell.found.at(-1);
    for (;;) {
      const [first] = cell.candidates;
      if (!first) return undefined;
      const best = cell.candidates.reduce(
        (leader, one) => (exceeds(one.solution, leader.solution) ? one : leader),
        first,
      );
      cell.candidates.splice(cell.candidates.indexOf(best), 1);
      this.#propose(stage, cell, best.solution.option, best.state, best.rank + 1);
      if (!last || !equals(best.solution, last)) return best.solution;
    }
  }
}

/** The options of a solution, first stage first. */
export function optionsOf(solution: Solution): number[] {
  const options: number[] = [];
  for (let at: Solution | undefined = solution; at && at.option >= 0; at = at.before) options.push(at.option);
  return options.reverse();
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
