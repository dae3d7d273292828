import { bestListOf } from "../best-list.js";
import type { Best, Found, SearchRequest } from "../search.js";
import { UnscoredCount } from "../unscored.js";
import { type Candidate, preferable } from "./candidates.js";

/** What is kept of all the candidates that a heuristic search looks at. */
export class Archive {
  /** Candidates looked at. */
  evaluated: number;
  /** The nearest to the budgets so far. */
  nearest: Candidate | undefined;
  readonly unscored = new UnscoredCount();
  readonly #top: ReturnType<typeof bestListOf>;
  readonly #front: Found[] | undefined;

  /** @param evaluated looked at by earlier runs */
  constructor(request: Pick<SearchRequest, "top" | "perMacro" | "pareto">, evaluated: number) {
    const { top, perMacro } = request;
    this.evaluated = evaluated;
    this.#top = bestListOf({ top, perMacro });
    this.#front = request.pareto ? [] : undefined;
  }

  /** Looks at one more. */
  add(candidate: Candidate): void {
    this.evaluated++;
    this.keep(candidate);
  }

  /** Takes one that was looked at before. */
  keep(candidate: Candidate): void {
    const { score, cost, genotype, excess, missing } = candidate;
    if (missing !== undefined) this.unscored.add(genotype, candidate);
    if (this.nearest === undefined || preferable(candidate, this.nearest)) this.nearest = candidate;
    if (excess > 0) return;
    if (score >= this.#top.thresholdOf(genotype.macro)) this.#top.offer(score, cost, () => genotype);
    if (this.#front) offerTo(this.#front, { genotype, score, cost });
  }

  /** Nothing is said of how many are ties: only those looked at are known. */
  get best(): readonly Best[] {
    return this.#top.entries.map(({ ties: _, ...found }) => found);
  }

  get front(): readonly Found[] {
    return this.#front ?? [];
  }
}

/** Puts a point into a front that ascends in cost and score, and takes out what it beats; leaves out what is beaten. */
function offerTo(front: Found[], point: Found): void {
  let [low, high] = [0, front.length]; // the first that costs more
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((front[middle] as Found).cost <= point.cost) low = middle + 1;
    else high = middle;
  }
  const below = front[low - 1];
  if (below && below.score >= point.score) return;
  const start = below?.cost === point.cost ? low - 1 : low;
  let end = low;
  while (end < front.length && (front[end] as Found).score <= point.score) end++;
  front.splice(start, end - start, point);
}
