import { UsageError } from "../../errors.js";
import { exhaustive } from "../exhaustive.js";
import type {
  AdditiveQuantity,
  Best,
  Budget,
  Found,
  SearchMethod,
  SearchRequest,
  SearchResult,
} from "../search.js";
import { ifAny } from "./if-any.js";

/** What is cheapest among those that score nearly as much as the best. */
export interface CheapestWithin {
  /** The best of all, by the score alone. */
  readonly best: Best;
  /** What it has to score at least. */
  readonly threshold: number;
  /** The one with the lowest cost that does; its `cost` is in the quantity that was preferred. */
  readonly cheapest: Found;
  /** Whether both are proven. */
  readonly optimal: boolean;
}

/**
 * The architecture that costs least of those whose score is within a share of the best; of several the one with the highest score. A method
 * that scores every architecture finds it on the front of score against that cost. Others find two optima: the best score, and then, by
 * bisection on a budget of the preferred quantity, the smallest amount of it that still reaches the threshold. Every search on the way is one
 * of the method, so that a method with a proof proves the answer. The quantity counts in whole numbers.
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
  if (!(share >= 0 && share <= 1)) throw new UsageError(`within is ${share}. Give a share from 0 to 1.`);
  if (request.minimize) throw new UsageError("within compares with the highest score. Leave minimize out.");
  const whole = { ...request, cost: prefer, top: 1, pareto: method === exhaustive, perMacro: false };
  const first = await method.search(whole);
  const best = first.best[0] as Best;
  const threshold = best.score - share * Math.abs(best.score);
  const rest = whole.pareto
    ? onFront(first, threshold)
    : await bisected(method, whole, prefer, best, threshold);
  return { best, threshold, cheapest: rest.cheapest, optimal: first.optimal && rest.optimal };
}

type Cheapest = Pick<CheapestWithin, "cheapest" | "optimal">;

/** Lowest cost first, each scores more than all before it. */
const onFront = ({ pareto }: SearchResult, threshold: number): Cheapest => ({
  cheapest: pareto.find(({ score }) => score >= threshold) as Found,
  optimal: true,
});

/** Budgets with one more maximum; a quantity that they limit already keeps its minimum. */
export function withMaximum(
  budgets: readonly Budget[],
  quantity: AdditiveQuantity,
  maximum: number,
): readonly Budget[] {
  const own = budgets.find((budget) => budget.quantity.name === quantity.name);
  if (!own) return [...budgets, { quantity, maximum }];
  const lower = Math.min(maximum, own.maximum ?? maximum);
  return budgets.map((budget) => (budget === own ? { ...own, maximum: lower } : budget));
}

async function bisected(
  method: SearchMethod,
  { onProgress: _, ...request }: SearchRequest,
  prefer: AdditiveQuantity,
  best: Best,
  floor: number,
): Promise<Cheapest> {
  let [cheapest, optimal, least] = [best, true, 0];
  // What costs `least` or less is too little; what costs as much as `cheapest` is enough.
  while (cheapest.cost - least > 1) {
    const maximum = Math.floor((least + cheapest.cost) / 2);
    const budgets = withMaximum(request.budgets, prefer, maximum);
    const found = await ifAny(() => method.search({ ...request, budgets, floor }));
    optimal &&= found?.optimal ?? true;
    const candidate = found?.best[0];
    if (candidate && candidate.score >= floor) cheapest = candidate;
    else least = maximum;
  }
  return { cheapest, optimal };
}
