import type { Group, Knapsack } from "./knapsack.js";

/** Bounds are computed in floating point. This much slack, in shares of a bound, keeps rounding from dropping the best. */
const slack = 1e-9;

/** An upper bound with room for rounding. */
export const raised = (bound: number): number => bound + slack * Math.abs(bound);

/** A lower bound with room for rounding. */
export const lowered = (bound: number): number => bound - slack * Math.abs(bound);

/** A point of the upper hull of a group. */
interface Point {
  readonly choice: number;
  readonly offset: number;
  readonly value: number;
}

/** A step along the hull of a group, from one choice to the next larger one: how much further in offset and in value. */
export interface Step {
  /** Which of the distinct groups, in their order. */
  readonly kind: number;
  readonly to: number;
  readonly offset: number;
  readonly value: number;
}

/**
 * Upper bounds on the value of groups: the linear relaxation of the multiple-choice knapsack (Sinha & Zoltners 1979), in which a group may
 * take a mixture of two choices. The most that groups g, g + 1, … are worth at an offset is then a concave function of it, whose pieces
 * are the steps of their hulls, the steepest first.
 */
export class Relaxation {
  /** Which of the distinct groups each group is. */
  readonly #kinds: readonly number[];
  /** The first point of each hull: the best of the smallest choices. */
  readonly starts: readonly Point[];
  /** Of all hulls; the steepest first, of equal ones that of the first group. */
  readonly steps: readonly Step[];
  readonly #remainders: (Remainder | undefined)[] = [];
  /** How often each distinct group comes from `#first` on. */
  readonly #times: number[];
  #first: number;

  constructor({ distinct, kinds, offsets }: Knapsack) {
    this.#kinds = kinds;
    const hulls = distinct.map((group, kind) => upperHull(group, offsets[kinds.indexOf(kind)]));
    this.starts = hulls.map(([start]) => start as Point);
    this.steps = hulls
      .flatMap(stepsOf)
      .sort((one, other) => other.value * one.offset - one.value * other.offset);
    this.#times = hulls.map(() => 0);
    this.#first = kinds.length;
  }

  /** What the groups from this one on, from 0, are worth at most. */
  from(group: number): Remainder {
    const known = this.#remainders[group] ?? this.#build(group);
    this.#remainders[group] = known;
    return known;
  }

  #build(first: number): Remainder {
    while (this.#first > first) this.#times[this.#kinds[--this.#first]]++;
    while (this.#first < first) this.#times[this.#kinds[this.#first++]]--;
    let [offset, value] = [0, 0];
    for (let group = first; group < this.#kinds.length; group++)
      value += this.starts[this.#kinds[group]].value;
    const [offsets, values] = [[offset], [value]];
    for (const step of this.steps) {
      const times = this.#times[step.kind];
      if (times === 0) continue;
      offset += times * step.offset;
      value += times * step.value;
      offsets.push(offset);
      values.push(value);
    }
    return new Remainder(offsets, values);
  }
}

/** The concave function of offsets that bounds the value of some groups. */
export class Remainder {
  readonly #offsets: readonly number[];
  readonly #values: readonly number[];
  /** Where the function is largest. */
  readonly #peak: number;
  /** The piece that was asked for last; neighbouring questions fall into neighbouring pieces. */
  #piece = 0;

  /** @param offsets,values the corners, ascending in offset from 0 */
  constructor(offsets: readonly number[], values: readonly number[]) {
    this.#offsets = offsets;
    this.#values = values;
    let best = 0;
    for (let corner = 1; corner < values.length; corner++) if (values[corner] > values[best]) best = corner;
    this.#peak = offsets[best];
  }

  /** The most that can be had at an offset from `least` to `most`; −∞ if there is no such offset. */
  within(least: number, most: number): number {
    const offsets = this.#offsets;
    const end = offsets[offsets.length - 1];
    if (most < 0 || least > end) return Number.NEGATIVE_INFINITY;
    return this.#at(Math.min(Math.max(this.#peak, least), most));
  }

  #at(offset: number): number {
    const [offsets, values] = [this.#offsets, this.#values];
    const last = offsets.length - 1;
    let piece = this.#piece;
    while (piece > 0 && offsets[piece] > offset) piece--;
    while (piece < last && offsets[piece + 1] <= offset) piece++;
    this.#piece = piece;
    const [from, value] = [offsets[piece], values[piece]];
    if (piece === last || offset === from) return value;
    const share = (offset - from) / (offsets[piece + 1] - from);
    return value + share * (values[piece + 1] - value);
  }

  /** The value of the piece in which the most within some offsets lies: how far rounding down to a corner can be off. */
  stepAt(least: number, most: number): number {
    this.within(least, most);
    const [one, other] = [this.#values[this.#piece], this.#values[this.#piece + 1]];
    return other === undefined ? 0 : Math.abs(other - one);
  }
}

const stepsOf = (hull: readonly Point[], kind: number): Step[] =>
  hull.slice(1).map((to, place) => {
    const from = hull[place];
    return { kind, to: to.choice, offset: to.offset - from.offset, value: to.value - from.value };
  });

/** The choices on the upper hull, from the smallest to the largest. */
function upperHull({ high, low }: Group, offsets: readonly number[]): Point[] {
  const points = offsets.map((offset, choice) => ({
    choice,
    offset,
    value: high[choice] + low[choice],
  }));
  points.sort((one, other) => one.offset - other.offset || other.value - one.value);
  const hull: Point[] = [];
  for (const point of points) {
    if (hull.at(-1)?.offset === point.offset) continue;
    while (hull.length >= 2 && isBelow(hull.at(-2) as Point, hull.at(-1) as Point, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Whether the middle point lies on or below the line through the others. */
function isBelow(first: Point, middle: Point, last: Point): boolean {
  return (
    (middle.value - first.value) * (last.offset - first.offset) <=
    (last.value - first.value) * (middle.offset - first.offset)
  );
}
