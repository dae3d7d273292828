import { addScaled, type ExactSum } from "../../capacity/exact-sum.js";

/** The exact terms of the options of one stage, one entry each. */
export interface StageSums {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** An additive quantity laid out for one macro option: quantity = (rest + one entry of each stage) · scale. */
export interface Terms {
  readonly stages: readonly StageSums[];
  readonly rest: ExactSum;
  readonly scale: number;
}

/** The smallest and the largest value of a quantity under one macro option. */
export function rangeOf({ stages, rest, scale }: Terms): {
  readonly minimum: number;
  readonly maximum: number;
} {
  const repeats = new Map<StageSums, number>();
  for (const stage of stages) repeats.set(stage, (repeats.get(stage) ?? 0) + 1);
  let [lowHigh, lowLow, topHigh, topLow] = [rest.high, rest.low, rest.high, rest.low];
  for (const [{ high, low }, repeat] of repeats) {
    let [least, most] = [0, 0];
    for (let option = 1; option < high.length; option++) {
      if (high[option] - high[least] + (low[option] - low[least]) < 0) least = option;
      if (high[option] - high[most] + (low[option] - low[most]) > 0) most = option;
    }
    lowHigh += repeat * high[least];
    lowLow += repeat * low[least];
    topHigh += repeat * high[most];
    topLow += repeat * low[most];
  }
  return { minimum: (lowHigh + lowLow) * scale, maximum: (topHigh + topLow) * scale };
}

/** The sum of the rest and of one option in each of the first stages. */
export function partialSum({ stages, rest }: Terms, choices: readonly number[]): ExactSum {
  return choices.reduce(
    (sum, option, stage) =>
      addScaled(sum, { high: stages[stage].high[option], low: stages[stage].low[option] }),
    rest,
  );
}

/** The quantity of one option in each stage. All add exactly, so it is the one of the whole architecture, to the bit. */
export function quantityAt({ stages, rest, scale }: Terms, layers: readonly number[]): number {
  let { high, low } = rest;
  for (let stage = 0; stage < layers.length; stage++) {
    const sums = stages[stage];
    high += sums.high[layers[stage]];
    low += sums.low[layers[stage]];
  }
  return (high + low) * scale;
}

/** The same with each of the first options of one stage, all else as it is; entry i of `values` belongs to entry i of `options`. */
export function quantitiesAround(
  { stages, rest, scale }: Terms,
  layers: readonly number[],
  changed: number,
  options: Int32Array,
  count: number,
  values: Float64Array,
): void {
  let { high, low } = rest;
  for (let stage = 0; stage < layers.length; stage++) {
    if (stage === changed) continue;
    const sums = stages[stage];
    high += sums.high[layers[stage]];
    low += sums.low[layers[stage]];
  }
  const added = stages[changed];
  for (let index = 0; index < count; index++) {
    const option = options[index];
    values[index] = (high + added.high[option] + (low + added.low[option])) * scale;
  }
}
