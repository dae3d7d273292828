import { partialSum, type Terms } from "./stage-sums.js";

/** One architecture, as `Genotype` of spaces. */
interface Place {
  readonly macro: number;
  readonly layers: readonly number[];
}

/** What takes in the architectures of a space. */
interface Taker {
  evaluated: number;
  feasible: number;
  admits(score: number, cost: number): boolean;
  offer(score: number, cost: number, genotype: () => Place): void;
}

export interface LastStage {
  readonly macro: number;
  /** The options of all stages but the last. */
  readonly firstLayers: readonly number[];
  readonly score: Terms;
  readonly price: Terms;
  /** 1 for the options of the last stage that stay within the budgets; `undefined` if all do. */
  readonly fits: Uint8Array | undefined;
  readonly collector: Taker;
}

/** The tight loop of exhaustive search: every option of the last stage behind fixed first ones. */
export function scanLastStage({ macro, firstLayers, score, price, fits, collector }: LastStage): void {
  const { high, low } = score.stages[score.stages.length - 1];
  const last = price.stages[price.stages.length - 1];
  const first = partialSum(score, firstLayers);
  const firstPrice = partialSum(price, firstLayers);
  let feasible = 0;
  for (let option = 0; option < high.length; option++) {
    const value = (first.high + high[option] + (first.low + low[option])) * score.scale;
    if (fits !== undefined && fits[option] === 0) continue;
    feasible++;
    const cost = (firstPrice.high + last.high[option] + (firstPrice.low + last.low[option])) * price.scale;
    if (collector.admits(value, cost))
      collector.offer(value, cost, () => ({ macro, layers: [...firstLayers, option] }));
  }
  collector.evaluated += high.length;
  collector.feasible += feasible;
}

/** Strikes out the options of the last stage with which a quantity is outside of its ends. */
export function strikeOut(
  fits: Uint8Array,
  terms: Terms,
  firstLayers: readonly number[],
  within: (value: number) => boolean,
): void {
  const last = terms.stages[terms.stages.length - 1];
  const { high, low } = partialSum(terms, firstLayers);
  for (let option = 0; option < fits.length; option++) {
    const value = (high + last.high[option] + (low + last.low[option])) * terms.scale;
    if (!within(value)) fits[option] = 0;
  }
}
