import type { Frame, Layer } from "../architecture/architecture.js";
import { addScaled, type ExactSum } from "../capacity/exact-sum.js";
import { UsageError } from "../errors.js";
import { oncePer } from "../once-per.js";
import { perRun } from "../per-run.js";
import type { Additive } from "../proxy/proxy.js";
import { type MacroOption, type Stage, stackDepthsOf } from "../space/space.js";
import { originOf } from "../space/with-vocabulary.js";

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

/**
 * Lays an additive quantity out for a macro option. What the two determine is computed once, for all requests; lists of options that
 * several macro options share are computed once for all of them, and so is the rest of one frame with one depth of each stack.
 *
 * @example
 * const terms = termsOf(scorer.additive, space.macroOptions[0]);
 */
export const termsOf = oncePer(
  (additive: Additive, option: MacroOption): Terms => ({
    stages: stagesOf(additive, option),
    ...restOf(additive, option.frame, ...stackDepthsOf(option)),
  }),
);

/** Neighbours are mostly alike, and are then looked up once. */
function stagesOf(additive: Additive, { stages, frame }: MacroOption): StageSums[] {
  const seen = additive.layersIgnoreVocabulary ? originOf(frame) : frame;
  return perRun(stages, areAlike, ({ options, repeat }) => stageSums(additive, options, seen, repeat));
}

const areAlike = (one: Stage, next: Stage): boolean =>
  one.options === next.options && one.repeat === next.repeat;

const restOf = oncePer((additive: Additive, frame: Frame, ...stacks: readonly number[]) => ({
  rest: additive.rest(frame, stacks),
  scale: additive.scale(frame, stacks),
}));

const stageSums = oncePer(
  (additive: Additive, options: readonly Layer[], frame: Frame, repeat: number): StageSums => {
    const sums = options.map((layer) => additive.layer(layer, frame));
    return {
      high: Float64Array.from(sums, ({ high }) => repeat * high),
      low: Float64Array.from(sums, ({ low }) => repeat * low),
    };
  },
);

/** The smallest and the largest value of a quantity under one macro option. */
export const endsOf = oncePer(({ stages, rest, scale }: Terms) => {
  const repeats = new Map<StageSums, number>();
  for (const stage of stages) repeats.set(stage, (repeats.get(stage) ?? 0) + 1);
  let [lowHigh, lowLow, topHigh, topLow] = [rest.high, rest.low, rest.high, rest.low];
  for (const [{ high, low }, repeat] of repeats) {
    let [least, most] = [0, 0];
    for (let option = 1; option < high.length; option++) {
      if (high[option]! - high[least]! + (low[option]! - low[least]!) < 0) least = option;
      if (high[option]! - high[most]! + (low[option]! - low[most]!) > 0) most = option;
    }
    lowHigh += repeat * high[least]!;
    lowLow += repeat * low[least]!;
    topHigh += repeat * high[most]!;
    topLow += repeat * low[most]!;
  }
  return { minimum: (lowHigh + lowLow) * scale, maximum: (topHigh + topLow) * scale };
});

/** The sum of the rest and of one option in each of the first stages. */
export function partialSum({ stages, rest }: Terms, choices: readonly number[]): ExactSum {
  return choices.reduce((sum, option, stage) => {
    const { high, low } = stages[stage] as StageSums;
    return addScaled(sum, { high: high[option] as number, low: low[option] as number });
  }, rest);
}

/**
 * Costs of options as the whole numbers that they must be.
 *
 * @param method the name of the search method, for the message
 * @throws {UsageError} if they are not
 */
export function wholeCosts({ high, low }: StageSums, method: string): Float64Array {
  if (low.every((value) => value === 0) && high.every((value) => Number.isSafeInteger(value))) return high;
  throw new UsageError(
    `${method} search: a budget counts in fractions; give it a quantity in whole numbers, or search by evolution`,
  );
}
