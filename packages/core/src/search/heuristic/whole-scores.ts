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

  /** Whether scores have to be waited for. */
  get areWaitedFor(): boolean {
    return this.#request.scorer.score === undefined;
  }

  /** A candidate with its score, or as it is where that has to be waited for. */
  atOnce(candidate: Candidate): Candidate {
    const { score } = this.#request.scorer;
    if (!score) return candidate;
    const key = keyOf(candidate);
    const known = this.#known.get(key);
    return withScore(
      candidate,
      known ?? this.#remember(key, score(architectureAt(this.#space, candidate.genotype))),
    );
  }

  /** Whether a candidate has a score, or had one before. */
  isSettled(candidate: Candidate): boolean {
    return !Number.isNaN(candidate.score) || this.#known.has(keyOf(candidate));
  }

  /** The candidates in their order, those that waited for a score with it. */
  async settled(candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
    const { scorer, signal } = this.#request;
    const waiting = candidates.filter((one) => !this.isSettled(one));
    const unknown = [...new Map(waiting.map((one) => [keyOf(one), one])).values()];
    const architectures = unknown.map(({ genotype }) => architectureAt(this.#space, genotype));
    const scores = unknown.length > 0 ? await scorer.scoreMany(architectures, { signal }) : [];
    const found = new Map(unknown.map((one, index) => [keyOf(one), scores[index] as Score]));
    const settled = candidates.map((one) => {
      const score = found.get(keyOf(one)) ?? this.#known.get(keyOf(one));
      return Number.isNaN(one.score) && score ? withScore(one, score) : one;
    });
    for (const [key, score] of found) this.#remember(key, score);
    return settled;
  }

  #remember(key: string, score: Score): Score {
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(key, score);
    return score;
  }
}

const keyOf = ({ genotype: { macro, layers } }: Candidate): string => `${macro} ${layers}`;

/** Without a score it is worse than all that lies outside the budgets. */
function withScore(candidate: Candidate, { value, missing = "returned no number" }: Score): Candidate {
  const { genotype, excess, cost } = candidate;
  if (!Number.isNaN(value)) return { genotype, excess, score: value, cost };
  return { genotype, excess: Number.MAX_VALUE, score: Number.NEGATIVE_INFINITY, cost, missing };
}
