import { rising } from "../knapsack/front.js";
import type { Genotype } from "../space/space.js";
import type { Found } from "./search.js";

/*
 * An exact Pareto front of millions of points, score up and cost down, in memory that does not grow with them.
 *
 * The range of costs is cut into buckets. `best[b]` is the highest score seen in the buckets below b: a point of
 * bucket b with no higher score is dominated, and that one comparison rejects nearly all. What passes is kept as a candidate,
 * one for each cost; candidates are sorted and swept when they are many, and at the end.
 */

const bucketCount = 1 << 15;
const firstSweep = 1 << 16;

export class ParetoFront {
  readonly #minimum: number;
  readonly #bucketsPerCost: number;
  readonly #best = new Float64Array(bucketCount).fill(Number.NEGATIVE_INFINITY);
  /** The best score of each cost that passed, by cost. */
  #candidates = new Map<number, Found>();
  #sweepAt = firstSweep;

  /** @param minimum,maximum the range of costs that will be offered */
  constructor(minimum: number, maximum: number) {
    this.#minimum = minimum;
    this.#bucketsPerCost = (bucketCount - 1) / Math.max(1, maximum - minimum);
  }

  /** Whether a point may stand on the front, for all that is known so far. */
  admits(score: number, cost: number): boolean {
    const bucket = this.#bucketOf(cost);
    if (score <= (this.#best[bucket] as number)) return false;
    return score > (this.#candidates.get(cost)?.score ?? Number.NEGATIVE_INFINITY);
  }

  /** Takes a point that is admitted. */
  offer(score: number, cost: number, genotype: Genotype): void {
    const bucket = this.#bucketOf(cost);
    for (let above = bucket + 1; above < bucketCount && (this.#best[above] as number) < score; above++)
      this.#best[above] = score;
    this.#candidates.set(cost, { genotype, score, cost });
    if (this.#candidates.size >= this.#sweepAt) {
      this.#candidates = new Map(this.entries().map((found) => [found.cost, found]));
      this.#sweepAt = Math.max(firstSweep, 2 * this.#candidates.size);
    }
  }

  #bucketOf(cost: number): number {
    return Math.floor((cost - this.#minimum) * this.#bucketsPerCost);
  }

  /** The front, fewest cost first; each entry scores more than all before it. */
  entries(): readonly Found[] {
    return risingFound([...this.#candidates.values()]);
  }
}

/** What scores more than all that costs no more, fewest cost first. */
export const risingFound = (found: readonly Found[]): Found[] =>
  rising(
    found,
    ({ cost }) => cost,
    ({ score }) => score,
  );
