import { UsageError } from "../../errors.js";
import type { AdditiveQuantity, Best, SearchMethod, SearchRequest } from "../search.js";
import { ifAny } from "./if-any.js";

/** What is cheapest among those that score nearly as much as the best. */
export interface CheapestWithin {
  /** The best of all, by the score alone. */
  readonly best: Best;
  /** What it has to score at least. */
  readonly threshold: number;
  /** The one with the lowest cost that does; its `cost` is in the quantity that was preferred. */
  readonly cheapest: Best;
  /** Whether both are proven. */
  readonly optimal: boolean;
}

/**
 * The architecture that costs least of those whose score is within a share of the best. Two optima: the best score, and then, by bisection on
 * a budget of the preferred quantity, the smallest amount of it that still reaches the threshold. Every search on the way is one of the
 * method, so that a method with a proof proves the answer. The quantity counts in whole numbers.
 *
 * @param method one that takes the budgets of the request and one more, such as milp
 * @param share of the absolute value of the best score, .01 for 1 %
 * @param prefer the quantity to minimise
 * @throws {UsageError} for a share that is not from 0 to 1, or a request that minimises its score; whatever the search throws
 * @example
 * const { cheapest } = await cheapestWithin(milp, request, 0.01, budgetQuantities.flops());
 */
export async function cheapestWithin(
  method: SearchMethod,
  request: SearchRequest,
  share: number,
  prefer: AdditiveQuantity,
): Promise<CheapestWithin> {
  if (!(share >= 0 && share <= 1)) throw new UsageError(`within is ${share}; give a share from 0 to 1`);
  if (request.minimize) throw new UsageError("within compares with the highest score; leave minimize out");
  const { onProgress: _, ...quiet } = request;
  const search = async (maximum: number) => {
    const limit = maximum === Number.POSITIVE_INFINITY ? [] : [{ quantity: prefer, maximum }];
    const budgets = [...request.budgets, ...limit];
    return method.search({ ...quiet, budgets, cost: prefer, top: 1, pareto: false, perMacro: false });
  };
  const first = await search(Number.POSITIVE_INFINITY);
  const best = first.best[0] as Best;
  const threshold = best.score - share * Math.abs(best.score);
  let [cheapest, optimal, least] = [best, first.optimal, 0];
  // What costs `least` or less is too little; what costs as much as `cheapest` is enough.
  while (cheapest.cost - least > 1) {
    const maximum = Math.floor((least + cheapest.cost) / 2);
    const found = await ifAny(() => search(maximum));
    optimal &&= found?.optimal ?? true;
    const candidate = found?.best[0];
    if (candidate && candidate.score >= threshold) cheapest = candidate;
    else least = maximum;
  }
  return { best, threshold, cheapest, optimal };
}
