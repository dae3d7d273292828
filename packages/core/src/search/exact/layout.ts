import { greatestCommonDivisor } from "../greatest-common-divisor.js";

/*
 * Notation: an architecture is a choice of one option in each of S stages (layers). Option j of stage s has a cost c_sj, a whole
 * number, and a value v_sj = high + low that adds exactly (see `capacity/exact-sum.ts`). Costs are counted from the cheapest choice and
 * divided by the greatest common divisor of all differences, so that most spaces have few of them: an offset is such a cost.
 */

/** The options of one stage that matter; entry j of each list belongs to the same option. */
export interface StageTerms {
  /** Their places among all options of the stage. */
  readonly options: readonly number[];
  readonly costs: readonly number[];
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** Costs as offsets: cost = base + unit · offset. */
export interface Layout {
  readonly stages: readonly StageTerms[];
  readonly base: number;
  readonly unit: number;
  /** Offset of every option, stage by stage; equal stages share one list. The least of each is 0. */
  readonly offsets: readonly Float64Array[];
}

/** Lays the costs of stages out as offsets. */
export function layoutOf(stages: readonly StageTerms[]): Layout {
  const minima = new Map<StageTerms, number>();
  let unit = 0;
  for (const stage of new Set(stages)) {
    const minimum = stage.costs.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY);
    minima.set(stage, minimum);
    unit = stage.costs.reduce((divisor, cost) => greatestCommonDivisor(divisor, cost - minimum), unit);
  }
  unit ||= 1;
  const known = new Map<StageTerms, Float64Array>();
  for (const [stage, minimum] of minima)
    known.set(
      stage,
      Float64Array.from(stage.costs, (cost) => (cost - minimum) / unit),
    );
  return {
    stages,
    base: stages.reduce((sum, stage) => sum + (minima.get(stage) as number), 0),
    unit,
    offsets: stages.map((stage) => known.get(stage) as Float64Array),
  };
}
