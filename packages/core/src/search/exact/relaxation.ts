import type { Layout, StageTerms } from "./layout.js";

/** Bounds are computed in floating point; this much slack, in shares of a bound, keeps rounding from cutting off the best. */
const slack = 1e-9;

/** An upper bound with room for rounding. */
export const raised = (bound: number): number => bound + slack * Math.abs(bound);

/** A lower bound with room for rounding. */
export const lowered = (bound: number): number => bound - slack * Math.abs(bound);

/** A step along the concave hull of one stage's options: how much further in cost and in value. */
interface Step {
  readonly offset: number;
  readonly value: number;
  readonly stage: StageTerms;
}

/**
 * Upper bounds on the value of what is still to be chosen: the linear relaxation of the multiple-choice knapsack (Sinha & Zoltners
 * 1979), in which a stage may take a mixture of two options. The most that stages s, s + 1, … are worth at an offset is then a
 * concave function of it, whose pieces are the steps of their hulls, the steepest first.
 */
export class Relaxation {
  readonly #stages: readonly StageTerms[];
  readonly #starts = new Map<StageTerms, number>();
  /** The steepest first. */
  readonly #steps: readonly Step[];
  readonly #remainders: (Remainder | undefined)[] = [];

  constructor({ stages, offsets }: Layout) {
    this.#stages = stages;
    const steps: Step[] = [];
    for (const [index, stage] of stages.entries()) {
      if (this.#starts.has(stage)) continue;
      const hull = concaveHull(stage, offsets[index] as Float64Array);
      this.#starts.set(stage, (hull[0] as Step).value);
      for (let point = 1; point < hull.length; point++) {
        const [from, to] = [hull[point - 1] as Step, hull[point] as Step];
        steps.push({ offset: to.offset - from.offset, value: to.value - from.value, stage });
      }
    }
    this.#steps = steps.sort((one, other) => other.value * one.offset - one.value * other.offset);
  }

  /** What the stages from this one on, from 0, are worth at most. */
  from(stage: number): Remainder {
    const known = this.#remainders[stage] ?? this.#build(stage);
    this.#remainders[stage] = known;
    return known;
  }

  #build(first: number): Remainder {
    const times = new Map<StageTerms, number>();
    let value = 0;
    for (let index = first; index < this.#stages.length; index++) {
      const stage = this.#stages[index] as StageTerms;
      times.set(stage, (times.get(stage) ?? 0) + 1);
      value += this.#starts.get(stage) as number;
    }
    const [offsets, values] = [[0], [value]];
    let offset = 0;
    for (const step of this.#steps) {
      const count = times.get(step.stage);
      if (count === undefined) continue;
      offset += count * step.offset;
      value += count * step.value;
      offsets.push(offset);
      values.push(value);
    }
    return new Remainder(Float64Array.from(offsets), Float64Array.from(values));
  }
}

/** The concave function of offsets that bounds the value of some stages. */
export class Remainder {
  readonly #offsets: Float64Array;
  readonly #values: Float64Array;
  /** Where the function is largest. */
  readonly #peak: number;
  /** The piece that was asked for last; neighbouring questions fall into neighbouring pieces. */
  #piece = 0;

  /** @param offsets,values the corners, ascending in offset from 0 */
  constructor(offsets: Float64Array, values: Float64Array) {
    this.#offsets = offsets;
    this.#values = values;
    let best = 0;
    for (let corner = 1; corner < values.length; corner++)
      if ((values[corner] as number) > (values[best] as number)) best = corner;
    this.#peak = offsets[best] as number;
  }

  /** The most that can be had at an offset from `least` to `most`; −∞ where there is no such offset. */
  within(least: number, most: number): number {
    const offsets = this.#offsets;
    const end = offsets[offsets.length - 1] as number;
    if (most < 0 || least > end) return Number.NEGATIVE_INFINITY;
    return this.#at(Math.min(Math.max(this.#peak, least), most));
  }

  #at(offset: number): number {
    const [offsets, values] = [this.#offsets, this.#values];
    const last = offsets.length - 1;
    let piece = this.#piece;
    while (piece > 0 && (offsets[piece] as number) > offset) piece--;
    while (piece < last && (offsets[piece + 1] as number) <= offset) piece++;
    this.#piece = piece;
    const [from, value] = [offsets[piece] as number, values[piece] as number];
    if (piece === last || offset === from) return value;
    const share = (offset - from) / ((offsets[piece + 1] as number) - from);
    return value + share * ((values[piece + 1] as number) - value);
  }

  /** The value of the piece in which the most within some offsets lies: how far rounding down to a corner can be off. */
  stepAt(least: number, most: number): number {
    this.within(least, most);
    const [one, other] = [this.#values[this.#piece] as number, this.#values[this.#piece + 1]];
    return other === undefined ? 0 : Math.abs(other - one);
  }
}

/** The options on the upper hull from the cheapest to the dearest. */
function concaveHull(stage: StageTerms, offsets: Float64Array): Step[] {
  const points = [...offsets]
    .map((offset, option) => ({
      offset,
      value: (stage.high[option] as number) + (stage.low[option] as number),
      stage,
    }))
    .sort((one, other) => one.offset - other.offset || other.value - one.value);
  const hull: Step[] = [];
  for (const point of points) {
    if (hull.at(-1)?.offset === point.offset) continue;
    while (hull.length >= 2 && isBelow(hull.at(-2) as Step, hull.at(-1) as Step, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Whether the middle point lies on or below the line through the others. */
function isBelow(first: Step, middle: Step, last: Step): boolean {
  return (
    (middle.value - first.value) * (last.offset - first.offset) <=
    (last.value - first.value) * (middle.offset - first.offset)
  );
}
