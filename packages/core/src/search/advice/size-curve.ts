import type { Budget, SearchMethod, SearchRequest } from "../search.js";
import type { Curve } from "./curve.js";
import { ifAny } from "./if-any.js";

/** Shares of the budget are thousandths. */
const steps = 1000;

/** Above ten per cent whole per cents will do: tenths would cost a search more each. */
const coarseFrom = 100;
const coarse = 10;

/** What is known of a share of the budget: its best score, or a score that it does not reach. */
interface Known {
  readonly best?: number | undefined;
  readonly unreached?: number | undefined;
}

/**
 * The curve of a method with a proof: the same space is searched at smaller budgets, where it has to be, and only for scores that matter.
 *
 * @example
 * const curve = new SizeCurve(exact, request, request.budgets[0]);
 * await curve.equivalentSize(runnerUp.score); // 3.2: the runner-up is what 3.2 % less of the budget would reach
 */
export class SizeCurve implements Curve {
  readonly #method: SearchMethod;
  readonly #request: SearchRequest;
  readonly #budget: Budget;
  readonly #known = new Map<number, Known>();

  /**
   * @param budget that of the request which shrinks; it has a maximum
   * @param method one that gives a proof
   */
  constructor(method: SearchMethod, request: SearchRequest, budget: Budget) {
    this.#method = method;
    this.#request = request;
    this.#budget = budget;
  }

  async bestAt(share: number): Promise<number | undefined> {
    return await this.#best(steps * (1 - share));
  }

  /** In tenths of a per cent, at most one per cent too high above ten. Small differences are found with few searches. */
  async equivalentSize(score: number): Promise<number> {
    return await this.#first((less) => this.#exceeds(less, score));
  }

  /**
   * How many per cent less of the budget still reaches a score, in tenths: what a better space saves.
   *
   * @param score of something that the whole budget reaches
   */
  async spared(score: number): Promise<number> {
    const first = await this.#first(async (less) => (await this.#best(less, score)) !== undefined);
    return Math.max(0, Math.round(10 * first - 1) / 10);
  }

  /** By how many per cent the budget has to shrink, in tenths, until something is no longer so. It is so for less shrinking. */
  async #first(holds: (less: number) => Promise<boolean>): Promise<number> {
    let [few, enough] = [-1, 0];
    while (enough < steps && (await holds(enough)))
      [few, enough] = [enough, Math.min(steps, Math.max(1, 4 * enough))];
    while (enough - few > (few < coarseFrom ? 1 : coarse)) {
      const middle = (few + enough) >> 1;
      if (await holds(middle)) few = middle;
      else enough = middle;
    }
    return (100 * enough) / steps;
  }

  /** Whether the best is better than a score with so many steps less of the budget. */
  async #exceeds(less: number, score: number): Promise<boolean> {
    const best = await this.#best(less, score);
    if (best === undefined) return false;
    return this.#request.minimize ? best < score : best > score;
  }

  /** The best with so many steps less of the budget; nothing if it is worse than the floor, or nothing fits. */
  async #best(less: number, floor?: number): Promise<number | undefined> {
    const { best, unreached } = this.#known.get(less) ?? {};
    if (best !== undefined) return floor !== undefined && this.#isWorse(best, floor) ? undefined : best;
    if (unreached !== undefined && floor !== undefined && !this.#isWorse(floor, unreached)) return undefined;
    const found = await this.#search(less, floor);
    this.#known.set(less, found === undefined ? { unreached: floor } : { best: found });
    return found;
  }

  #isWorse(one: number, other: number): boolean {
    return this.#request.minimize ? one > other : one < other;
  }

  async #search(less: number, floor: number | undefined): Promise<number | undefined> {
    const maximum = ((steps - less) / steps) * (this.#budget.maximum as number);
    const budgets = this.#request.budgets.map((one) =>
      // A minimum of the same budget would exclude what is asked for.
      one === this.#budget ? { quantity: one.quantity, maximum } : one,
    );
    const { onProgress: _, ...quiet } = this.#request;
    const single = { ...quiet, budgets, top: 1, pareto: false, perMacro: false, floor };
    const found = await ifAny(() => this.#method.search(single));
    return found?.best[0]?.score;
  }
}
