import type { Score } from "../../proxy/proxy.js";
import { architectureAt, type Space } from "../../space/space.js";
import type { SearchRequest } from "../search.js";
import type { Candidate } from "./candidates.js";

/** Scores that are remembered; beyond them all are forgotten. */
const remembered = 100_000;

/** Scores whole architectures, for proxies that are no sum over layers, and remembers what a slow one said. */
export class WholeScores {
  readonly #request: SearchRequest;
  readonly #space: Space;
  readonly #known = new Map<string, Score>();

  /** @param space in which the genotypes of candidates count */
  constructor(request: SearchRequest, space: Space) {
    this.#request = request;
    this.#space = space;
  }

  /** The candidates in their order, those that waited for a score with it. */
  async settled(candidates: readonly Candidate[]): Promise<Candidate[]> {
    const waiting = candidates.filter(({ score }) => Number.isNaN(score));
    const unknown = waiting.filter((candidate) => !this.#known.has(keyOf(candidate)));
    const found = new Map(waiting.map((candidate) => [keyOf(candidate), this.#known.get(keyOf(candidate))]));
    for (const [index, score] of (await this.#scores(unknown)).entries())
      found.set(keyOf(unknown[index] as Candidate), score);
    this.#remember(found);
    return candidates.map((candidate) => {
      const score = found.get(keyOf(candidate));
      return score ? withScore(candidate, score) : candidate;
    });
  }

  async #scores(candidates: readonly Candidate[]): Promise<readonly Score[]> {
    const { scorer, signal } = this.#request;
    const architectures = candidates.map(({ genotype }) => architectureAt(this.#space, genotype));
    return scorer.score ? architectures.map(scorer.score) : await scorer.scoreMany(architectures, { signal });
  }

  #remember(found: ReadonlyMap<string, Score | undefined>): void {
    if (this.#known.size >= remembered) this.#known.clear();
    for (const [key, score] of found) if (score) this.#known.set(key, score);
  }
}

const keyOf = ({ genotype: { macro, layers } }: Candidate): string => `${macro} ${layers}`;

/** Without a score it is worse than all that lies outside the budgets. */
function withScore(candidate: Candidate, { value, missing = "gave no number" }: Score): Candidate {
  if (!Number.isNaN(value)) return { ...candidate, score: value };
  return { ...candidate, score: Number.NEGATIVE_INFINITY, excess: Number.MAX_VALUE, missing };
}
