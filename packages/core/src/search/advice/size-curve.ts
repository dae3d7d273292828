import type { Budget, SearchMethod, SearchRequest } from "../search.js";
import { ifAny } from "./if-any.js";

/** How exactly a share of the budget is found. */
const tolerance = 1e-3;

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
   * By how many per cent the budget would have to shrink for its best to score no more than this, from 0 to 100, to a tenth.
   *
   * @param score of something within the budget, so no better than the best
   */
  async equivalentSize(score: number): Promise<number> {
    if (!(await this.#exceeds(1, score))) return 0;
    let [low, high] = [0, 1];
    while (high - low > tolerance) {
      const middle = (low + high) / 2;
      if (await this.#exceeds(middle, score)) high = middle;
      else low = middle;
    }
    return Math.round(1000 * (1 - high)) / 10;
  }

  /** Whether the best at a share is better than a score. */
  async #exceeds(share: number, score: number): Promise<boolean> {
    const best = await this.bestAt(share);
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
