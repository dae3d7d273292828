import type { Frame, Layer } from "../architecture/architecture.js";
import { UsageError } from "../errors.js";
import { oncePer } from "../once-per.js";
import { perRun } from "../per-run.js";
import type { Additive } from "../proxy/proxy.js";
import { type MacroOption, type Stage, stackDepthsOf } from "../space/space.js";
import { originOf } from "../space/with-vocabulary.js";
import { rangeOf, type StageSums, type Terms } from "./sums/stage-sums.js";

export { partialSum, type StageSums, type Terms } from "./sums/stage-sums.js";

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

/** One stage for every depth: the layers are asked once. */
const stageSums = oncePer(
  (additive: Additive, options: readonly Layer[], frame: Frame, repeat: number): StageSums => {
    const { high, low } = layerSums(additive, options, frame);
    return { high: high.map((sum) => repeat * sum), low: low.map((sum) => repeat * sum) };
  },
);

const layerSums = oncePer((additive: Additive, options: readonly Layer[], frame: Frame): StageSums => {
  const sums = options.map((layer) => additive.layer(layer, frame));
  return {
    high: Float64Array.from(sums, ({ high }) => high),
    low: Float64Array.from(sums, ({ low }) => low),
  };
});

/** The smallest and the largest value of a quantity under one macro option. */
export const endsOf = oncePer(rangeOf);

/**
 * Costs of options as the whole numbers that they must be.
 *
 * @param method the name of the search method, for the message
 * @throws {UsageError} if they are not
 */
export function wholeCosts({ high, low }: StageSums, method: string): Float64Array {
  if (low.every((value) => value === 0) && high.every((value) => Number.isSafeInteger(value))) return high;
  throw new UsageError(
    `${method} search: a budget has fractional amounts. Give a quantity in whole numbers, or search by evolution.`,
  );
}
