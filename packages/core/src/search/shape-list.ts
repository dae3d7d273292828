import type { Genotype } from "../space/space.js";
import type { Best } from "./search.js";

/**
 * The best of each macro option, the `limit` highest of them: different shapes, not near-copies of one. Architectures of one macro option
 * and one score are one entry, the first with the lowest cost. Of equal scores the cheaper comes first, then the earlier macro option.
 */
export class ShapeList {
  readonly limit: number;
  /** The best of every macro option that was offered, those below the list too, so that their ties stay counted. */
  readonly #ofMacro = new Map<number, Best>();
  #entries: Best[] = [];
  /** What scores less cannot enter. */
  threshold: number;

  /** @param floor what scores less is of no interest. Default: −∞ */
  constructor(limit: number, floor = Number.NEGATIVE_INFINITY) {
    this.limit = limit;
    this.threshold = limit === 0 ? Number.POSITIVE_INFINITY : floor;
  }

  get entries(): readonly Best[] {
    return this.#entries;
  }

  /** What scores less cannot enter as the best of a macro option. */
  thresholdOf(macro: number): number {
    return Math.max(this.threshold, this.#ofMacro.get(macro)?.score ?? Number.NEGATIVE_INFINITY);
  }

  /** Takes an architecture that scores at least the threshold of its macro option. */
  offer(score: number, cost: number, genotype: () => Genotype): void {
    const found = genotype();
    const { macro } = found;
    const known = this.#ofMacro.get(macro);
    if (known && score < known.score) return;
    const entry =
      known?.score === score ? tied(known, found, cost) : { genotype: found, score, cost, ties: 1 };
    this.#ofMacro.set(macro, entry);
    this.#insert(entry);
  }

  #insert(entry: Best): void {
    const others = this.#entries.filter(({ genotype }) => genotype.macro !== entry.genotype.macro);
    const place = others.findIndex((other) => isBefore(entry, other));
    others.splice(place < 0 ? others.length : place, 0, entry);
    this.#entries = others.slice(0, this.limit);
    if (others.length >= this.limit)
      this.threshold = Math.max(this.threshold, (this.#entries.at(-1) as Best).score);
  }
}

function tied(known: Best, genotype: Genotype, cost: number): Best {
  const ties = (known.ties ?? 1) + 1;
  return cost < known.cost ? { ...known, genotype, cost, ties } : { ...known, ties };
}

function isBefore(one: Best, other: Best): boolean {
  if (one.score !== other.score) return one.score > other.score;
  if (one.cost !== other.cost) return one.cost < other.cost;
  return one.genotype.macro < other.genotype.macro;
}
