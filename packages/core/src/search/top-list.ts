import type { Genotype } from "../space/space.js";
import type { Best } from "./search.js";

/**
 * The `limit` best different scores. Architectures of equal score are one entry, since the proxy cannot tell them apart: they are
 * counted, and the first with the lowest cost stands for them.
 */
export class TopList {
  readonly limit: number;
  readonly #entries: Best[] = [];
  /** What scores less cannot enter; the floor until the list is full. */
  threshold: number;

  /** @param floor what scores less is of no interest. Default: −∞ */
  constructor(limit: number, floor = Number.NEGATIVE_INFINITY) {
    this.limit = limit;
    this.threshold = limit === 0 ? Number.POSITIVE_INFINITY : floor;
  }

  /** The same for each macro option. */
  thresholdOf(_macro: number): number {
    return this.threshold;
  }

  get entries(): readonly Best[] {
    return this.#entries;
  }

  /** Takes an architecture that scores at least `threshold`. `genotype` is called only for what is kept. */
  offer(score: number, cost: number, genotype: () => Genotype): void {
    let place = this.#entries.length;
    while (place > 0 && score > (this.#entries[place - 1] as Best).score) place--;
    const above = this.#entries[place - 1];
    if (above?.score === score) this.#entries[place - 1] = merged(above, cost, genotype);
    else this.#insert(place, { genotype: genotype(), score, cost, ties: 1 });
  }

  #insert(place: number, entry: Best): void {
    this.#entries.splice(place, 0, entry);
    if (this.#entries.length > this.limit) this.#entries.pop();
    if (this.#entries.length === this.limit) this.threshold = (this.#entries.at(-1) as Best).score;
  }
}

function merged(entry: Best, cost: number, genotype: () => Genotype): Best {
  const ties = (entry.ties ?? 1) + 1;
  return cost < entry.cost ? { ...entry, genotype: genotype(), cost, ties } : { ...entry, ties };
}
