import type { Found } from "../search.js";

/**
 * What smaller budgets would still reach. Scores have no unit, so differences between them are said as *equivalent size*: by how many per cent
 * the budget would have to shrink for the best to score as low.
 */
export interface Curve {
  /** The best score at a share of the budget, above 0 and up to 1; `undefined` if nothing fits. */
  readonly bestAt: (share: number) => Promise<number | undefined>;
  /**
   * By how many per cent the budget would have to shrink for its best to score no more than this, from 0 to 100.
   *
   * @param score of something within the budget, so no better than the best
   */
  readonly equivalentSize: (score: number) => Promise<number>;
}

/**
 * The curve that a front of score against the budget already holds. Small budgets that a minimum excludes are not on it.
 *
 * @param front the whole front within the maximum, lowest cost first, of a search for the highest score
 * @example
 * const curve = curveOfFront(pareto, 30e6);
 */
export function curveOfFront(front: readonly Found[], maximum: number): Curve {
  return {
    bestAt: async (share) => front.findLast(({ cost }) => cost <= share * maximum)?.score,
    equivalentSize: async (own) => {
      // The best falls to a score just below the cheapest that exceeds it.
      const better = front.find(({ score }) => score > own);
      return better ? Math.max(0, 100 * (1 - better.cost / maximum)) : 0;
    },
  };
}
