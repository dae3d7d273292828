import type { Budget, SearchMethod, SearchRequest } from "../search.js";
import { ifAny } from "./if-any.js";

/** Shares of the budget are thousandths. */
const steps = 1000;

/**
 * What a smaller budget would still reach. Scores have no unit, so differences between them are said as *equivalent size*: by how many per cent
 * the budget would have to shrink for the best to score as low. The same space is searched at smaller budgets, each once.
 *
 * @example
 * const curve = new SizeCurve(exact, request, request.budgets[0]);
 * await curve.equivalentSize(runnerUp.score); // 3.2: the runner-up is what 3.2 % less of the budget would reach
 */
export class SizeCurve {
  readonly #method: SearchMethod;
  readonly #request: SearchRequest;
  readonly #budget: Budget;
  readonly #known = new Map<number, Promise<number | undefined>>();

  /**
   * @param budget that of the request which shrinks; it has a maximum
   * @param method one that gives a proof
   */
  constructor(method: SearchMethod, request: SearchRequest, budget: Budget) {
    this.#method = method;
    this.#request = request;
    this.#budget = budget;
  }

  /** The best score at a share of the budget, above 0 and up to 1; `undefined` if nothing fits. */
  bestAt(share: number): Promise<number | undefined> {
    const known = this.#known.get(share) ?? this.#search(share);
    this.#known.set(share, known);
    return known;
  }

  /**
   * By how many per cent the budget would have to shrink for its best to score no more than this, from 0 to 100, in tenths. Small
   * differences are found with few searches.
   *
   * @param score of something within the budget, so no better than the best
   */
  async equivalentSize(score: number): Promise<number> {
    // At `enough` steps less of the budget the best is no better any more, at `few` it is.
    let [few, enough] = [-1, 0];
    while (enough < steps && (await this.#exceeds(enough, score)))
      [few, enough] = [enough, Math.min(steps, Math.max(1, 2 * enough))];
    while (enough - few > 1) {
      const middle = (few + enough) >> 1;
      if (await this.#exceeds(middle, score)) few = middle;
      else enough = middle;
    }
    return (100 * enough) / steps;
  }

  /** Whether the best is better than a score with so many steps less of the budget. */
  async #exceeds(less: number, score: number): Promise<boolean> {
    const best = await this.bestAt((steps - less) / steps);
    if (best === undefined) return false;
    return this.#request.minimize ? best < score : best > score;
  }

  async #search(share: number): Promise<number | undefined> {
    const maximum = share * (this.#budget.maximum as number);
    const budgets = this.#request.budgets.map((one) =>
      // A minimum of the same budget would exclude what is asked for.
      one === this.#budget ? { quantity: one.quantity, maximum } : one,
    );
    const { onProgress: _, ...quiet } = this.#request;
    const found = await ifAny(() =>
      this.#method.search({ ...quiet, budgets, top: 1, pareto: false, perMacro: false }),
    );
    return found?.best[0]?.score;
  }
}
