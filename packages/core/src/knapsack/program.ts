import type { ExactSum } from "../capacity/exact-sum.js";
import { KBest } from "./k-best.js";
import type { Group, Knapsack } from "./knapsack.js";
import type { Level } from "./level.js";
import { type Reachable, reach } from "./reach.js";
import { lowered, raised } from "./relaxation.js";
import { noSteps, type Steps } from "./steps.js";

/** What a sum over groups stands for: total = (rest + sum) · scale. */
export interface Total {
  readonly rest: ExactSum;
  /** Above 0. */
  readonly scale: number;
}

/** A total that is the sum itself. */
export const plainTotal: Total = { rest: { high: 0, low: 0 }, scale: 1 };

/** The sizes that are allowed, both ends included. */
export interface Window {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** A solution of a program. */
export interface Found {
  /** Totals. */
  readonly value: number;
  readonly size: number;
  /** The place of the choice of each group; found when it is asked for, since most never are. */
  readonly choices: () => number[];
}

/** A program that has run. Entry i of each list belongs to the i-th reachable size within the window, smallest first. */
export interface Solved {
  readonly sizes: Float64Array;
  /** The best value at each. */
  readonly values: Float64Array;
  /** The second best (rank 1), third best, … different value at a size; `undefined` if there are no more. */
  readonly value: (index: number, rank: number) => number | undefined;
  /** The choices with the best (rank 0), second best, … different value at a size. */
  readonly choices: (index: number, rank: number) => number[];
  /** No value that was asked for and is missing is above it; −∞ if none is missing. */
  readonly lost: number;
}

/** What a program is made of; values and sizes are totals. */
export interface ProgramOptions {
  readonly knapsack: Knapsack;
  readonly value: Total;
  readonly size: Total;
  readonly window: Window;
  /** The steps in which sums of values come, which bounds can be rounded down to. Default: none are known. */
  readonly steps?: Steps | undefined;
  /** Whether only sizes that are worth more than all smaller ones matter: only rank 0 is then found. Default: false. */
  readonly dominance?: boolean | undefined;
  /** States of all levels together, 24 bytes each. Default: 2²⁵. */
  readonly maximumStates?: number | undefined;
}

/** States of a level times choices of the next group: what one step of a program may cost. */
const maximumSteps = 1 << 28;

/** A knapsack under a window: the dynamic program, and what can be said before it runs. */
export class Program {
  readonly knapsack: Knapsack;
  readonly #options: ProgramOptions;
  /** Offsets within the window, both ends included. */
  readonly #least: number;
  readonly #most: number;
  /** What a run that left nothing out has found, if only dominating sizes matter: the best is looked for first, then the front. */
  #whole: Solved | undefined;

  constructor(options: ProgramOptions) {
    const { knapsack, size, window } = options;
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = window;
    const offsetOf = (total: number): number =>
      (total / size.scale - size.rest.high - knapsack.base) / knapsack.unit;
    this.knapsack = knapsack;
    this.#options = options;
    this.#least = Math.ceil(offsetOf(minimum));
    this.#most = Math.floor(offsetOf(maximum));
  }

  /** No value within the window is above it; −∞ if nothing fits. */
  get bound(): number {
    return this.#valueBound(this.knapsack.relaxation.from(0).within(this.#least, this.#most));
  }

  /** How far below the bound the best may well be: the value of the last step of the relaxation. */
  get gap(): number {
    return this.knapsack.relaxation.from(0).stepAt(this.#least, this.#most) * this.#options.value.scale;
  }

  /** About how many offsets there are, at most. */
  get breadth(): number {
    return Math.min(this.#most, this.knapsack.span) + 1;
  }

  /** No value is below it. */
  get floor(): number {
    const worst = this.knapsack.groups.reduce((sum, group) => sum + leastValue(group), 0);
    return this.#total({ high: lowered(worst), low: 0 });
  }

  /** How many states of a level memory and time allow. */
  get mostStates(): number {
    const { groups, widest } = this.knapsack;
    const { maximumStates = 1 << 25 } = this.#options;
    return Math.ceil(Math.min(maximumStates / groups.length, maximumSteps / widest));
  }

  /**
   * Runs the program; yields the share that is done, and returns nothing if it is told to end.
   *
   * @param threshold values below it are of no interest
   * @param limit how many states of a level are followed at most
   */
  *solve(threshold: number, limit: number): Generator<number, Solved | undefined, boolean> {
    if (this.#whole) return this.#whole;
    const { value, dominance = false } = this.#options;
    const reachable = yield* reach(this.knapsack, {
      least: this.#least,
      most: this.#most,
      threshold: threshold / value.scale - (value.rest.high + value.rest.low),
      limit,
      dominance,
    });
    const solved = reachable && this.#solved(reachable);
    const isWhole = threshold === Number.NEGATIVE_INFINITY && solved?.lost === threshold;
    if (dominance && isWhole) this.#whole = solved;
    return solved;
  }

  #solved({ levels, lost }: Reachable): Solved {
    const { offsets, high, low } = levels.at(-1) as Level;
    const first = offsets.findIndex((offset) => offset >= this.#least);
    const count = first < 0 ? 0 : offsets.length - first;
    const sizes = new Float64Array(count);
    const values = new Float64Array(count);
    for (let index = 0, state = first; index < count; index++, state++) {
      sizes[index] = this.#sizeAt(offsets[state]);
      values[index] = this.#total({ high: high[state], low: low[state] });
    }
    const kBest = new KBest(levels, this.knapsack);
    return {
      sizes,
      values,
      value: (index, rank) => {
        const value = kBest.value(first + index, rank);
        return value && this.#total(value);
      },
      choices: (index, rank) => this.#places(kBest.choices(first + index, rank)),
      lost: this.#valueBound(lost),
    };
  }

  #sizeAt(offset: number): number {
    const { size } = this.#options;
    return (this.knapsack.base + this.knapsack.unit * offset + size.rest.high) * size.scale;
  }

  #total({ high, low }: ExactSum): number {
    const { rest, scale } = this.#options.value;
    return (high + rest.high + (low + rest.low)) * scale;
  }

  /** The total of an upper bound on a sum of values. */
  #valueBound(sum: number): number {
    if (sum === Number.NEGATIVE_INFINITY) return sum;
    const bound = raised(sum);
    const { base, step } = this.#options.steps ?? noSteps;
    const whole = step > 0 ? base + step * Math.floor((bound - base) / step) : bound;
    return this.#total({ high: whole, low: 0 });
  }

  #places(choices: readonly number[]): number[] {
    const { groups } = this.knapsack;
    return choices.map((choice, group) => groups[group]?.places[choice]);
  }
}

const leastValue = ({ high, low }: Group): number =>
  high.reduce((least, value, choice) => Math.min(least, value + low[choice]), Number.POSITIVE_INFINITY);
