import { UsageError } from "../../errors.js";
import type { StageSums } from "../terms.js";
import type { StageTerms } from "./layout.js";

/** Which options of a stage may be left out. */
export type Thinning =
  /** Those that another equals in cost and value. */
  | "equal"
  /** Those that another equals in value at no higher cost: where dear is never asked for, every score remains, at its lowest cost. */
  | "dearer"
  /** Those that another excels or equals in both: the best and the Pareto front remain. */
  | "dominated";

/**
 * The options of a stage that matter, score and cost side by side, the cheapest first.
 *
 * @throws {UsageError} where costs are no whole numbers
 */
export function optionsThatMatter(score: StageSums, cost: StageSums, thinning: Thinning): StageTerms {
  const costs = wholeCosts(cost);
  const value = (option: number): number => (score.high[option] as number) + (score.low[option] as number);
  const exceeds = (one: number, other: number): number =>
    (score.high[one] as number) -
    (score.high[other] as number) +
    ((score.low[one] as number) - (score.low[other] as number));
  const order = costs.map((_, option) => option);
  order.sort(
    (one, other) => (costs[one] as number) - (costs[other] as number) || exceeds(other, one) || one - other,
  );
  const kept: number[] = [];
  /** Those kept, by their value as it is rounded. */
  const classes = new Map<number, number[]>();
  for (const option of order) {
    const last = kept.at(-1);
    const repeated =
      thinning === "equal"
        ? last !== undefined && costs[last] === costs[option] && exceeds(option, last) === 0
        : thinning === "dearer"
          ? classes.get(value(option))?.some((one) => exceeds(option, one) === 0)
          : last !== undefined && exceeds(option, last) <= 0;
    if (repeated) continue;
    const known = classes.get(value(option));
    if (known) known.push(option);
    else classes.set(value(option), [option]);
    kept.push(option);
  }
  return {
    options: kept,
    costs: kept.map((option) => costs[option] as number),
    high: Float64Array.from(kept, (option) => score.high[option] as number),
    low: Float64Array.from(kept, (option) => score.low[option] as number),
  };
}

function wholeCosts({ high, low }: StageSums): number[] {
  if (low.some((value) => value !== 0) || high.some((value) => !Number.isSafeInteger(value)))
    throw new UsageError(
      "exact search: the budget counts in fractions; give it a quantity in whole numbers, or search by evolution",
    );
  return [...high];
}

/** Remembers the options that matter of each stage; stages that share their sums share the result, so that bounds see them as equal. */
export class OptionTable {
  readonly #known = new Map<StageSums, Map<StageSums, Map<Thinning, StageTerms>>>();

  /** Those of all stages. */
  ofAll(scores: readonly StageSums[], costs: readonly StageSums[], thinning: Thinning): StageTerms[] {
    const all: StageTerms[] = [];
    for (const [stage, score] of scores.entries()) {
      const repeated = stage > 0 && score === scores[stage - 1] && costs[stage] === costs[stage - 1];
      all.push(
        repeated ? (all[stage - 1] as StageTerms) : this.of(score, costs[stage] as StageSums, thinning),
      );
    }
    return all;
  }

  of(score: StageSums, cost: StageSums, thinning: Thinning): StageTerms {
    const ofScore = this.#known.get(score) ?? new Map<StageSums, Map<Thinning, StageTerms>>();
    const ofCost = ofScore.get(cost) ?? new Map<Thinning, StageTerms>();
    this.#known.set(score, ofScore.set(cost, ofCost));
    const found = ofCost.get(thinning) ?? optionsThatMatter(score, cost, thinning);
    ofCost.set(thinning, found);
    return found;
  }
}
