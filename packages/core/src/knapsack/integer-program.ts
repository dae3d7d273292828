import { leastOver, mostOver } from "../extremes.js";
import { greatestCommonDivisor } from "./greatest-common-divisor.js";
import type { Total, Window } from "./program.js";
import type { LinearProgram, Row } from "./solver.js";

/*
 * Groups with the same choices are interchangeable, so that only how many of them take which choice matters. With n_k groups of kind k and
 * x_kj of them taking choice j, a knapsack under several windows b is the integer program
 *
 *     maximise Σ v_kj·x_kj   where Σ_j x_kj = n_k for every kind k,  l_b ≤ Σ s_bkj·x_kj ≤ u_b for every window b,  x whole.
 *
 * 16 groups of the same 11 choices, 11^16 solutions, have 11 unknowns this way.
 */

/** One unknown: how many groups of a kind take a choice. */
export interface Column {
  /** Its place among the choices of its groups. */
  readonly choice: number;
  /** What one such group adds to the value, rounded once. */
  readonly value: number;
  /** What one such group adds to each size. */
  readonly sizes: readonly number[];
}

/** Groups with the same choices. */
export interface Kind {
  /** Their places among all groups. */
  readonly groups: readonly number[];
  readonly columns: readonly Column[];
}

/** Room for rounding in a bound that was computed in floating point. */
const slack = 1e-9;

/**
 * The integer program of a knapsack. Values enter as gains: above the least of their kind, in units of the largest gain of any choice,
 * since numbers near 1 suit a solver.
 */
export class IntegerProgram {
  readonly kinds: readonly Kind[];
  readonly columns: readonly Column[];
  /** The gain of each column, from 0 to 1. */
  readonly gains: readonly number[];
  readonly #value: Total;
  readonly #sizes: readonly Total[];
  readonly #base: number;
  readonly #spread: number;

  /** @param value,sizes what sums of values and sizes stand for */
  constructor(kinds: readonly Kind[], value: Total, sizes: readonly Total[]) {
    const { base, above } = aboveLeast(kinds, (column) => column.value);
    this.kinds = kinds;
    this.columns = kinds.flatMap(({ columns }) => columns);
    this.#value = value;
    this.#sizes = sizes;
    this.#base = base + sumOf(value);
    this.#spread =
      Math.max(
        0,
        mostOver(above, (gain) => gain),
      ) || 1;
    this.gains = above.map((gain) => gain / this.#spread);
  }

  /** The total value that a sum of gains stands for. */
  valueOf(gain: number): number {
    return (gain * this.#spread + this.#base) * this.#value.scale;
  }

  /** The sum of gains that a total value stands for. */
  gainOf(value: number): number {
    return (value / this.#value.scale - this.#base) / this.#spread;
  }

  /** The total value of an upper bound on sums of gains, with room for rounding. */
  boundOf(gain: number): number {
    const bound = this.valueOf(gain);
    return bound + slack * Math.max(Math.abs(bound), this.#spread * this.#value.scale);
  }

  /**
   * The program for a solver.
   *
   * @param windows on each size, in the order of the sizes; both ends in totals
   * @param more further rows
   */
  linear(objective: readonly number[], windows: readonly Window[], more: readonly Row[] = []): LinearProgram {
    return {
      objective,
      upper: this.kinds.flatMap(({ groups, columns }) => columns.map(() => groups.length)),
      rows: [...this.#countRows(), ...windows.map((window, size) => this.#sizeRow(window, size)), ...more],
    };
  }

  /** The choice of each group for a number of groups in each column; −1 for a group that takes none. */
  choicesOf(amounts: readonly number[]): number[] {
    const choices = new Array<number>(this.kinds.reduce((sum, { groups }) => sum + groups.length, 0)).fill(
      -1,
    );
    let index = 0;
    for (const { groups, columns } of this.kinds) {
      const next = groups.values();
      for (const { choice } of columns)
        for (let taken = amounts[index++] ?? 0; taken > 0; taken--)
          choices[next.next().value as number] = choice;
    }
    return choices;
  }

  /** Every group takes one choice. */
  #countRows(): Row[] {
    return this.kinds.map(({ groups }, own) => ({
      coefficients: this.kinds.flatMap(({ columns }, kind) => columns.map(() => Number(kind === own))),
      lower: groups.length,
      upper: groups.length,
    }));
  }

  /**
   * Sizes are counted from the smallest choices, in units of the greatest common divisor of the differences. The ends are a quarter of a
   * unit outside, so that no tolerance of a solver decides what is within.
   */
  #sizeRow(
    { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Window,
    size: number,
  ): Row {
    const total = this.#sizes[size];
    const { base, above } = aboveLeast(this.kinds, ({ sizes }) => sizes[size]);
    const unit = above.reduce(greatestCommonDivisor, 0) || 1;
    const start = base + sumOf(total);
    return {
      coefficients: above.map((offset) => offset / unit),
      lower: Math.ceil((minimum / total.scale - start) / unit) - 0.25,
      upper: Math.floor((maximum / total.scale - start) / unit) + 0.25,
    };
  }
}

const sumOf = ({ rest }: Total): number => rest.high + rest.low;

/** Something of every column above the least of its kind, and the sum of the least over all groups. */
function aboveLeast(
  kinds: readonly Kind[],
  of: (column: Column) => number,
): { readonly base: number; readonly above: number[] } {
  const least = kinds.map(({ columns }) => leastOver(columns, of));
  return {
    base: kinds.reduce((sum, { groups }, kind) => sum + groups.length * least[kind], 0),
    above: kinds.flatMap(({ columns }, kind) => columns.map((column) => of(column) - least[kind])),
  };
}
