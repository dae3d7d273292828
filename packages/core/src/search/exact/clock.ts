import type { SearchRequest } from "../search.js";

/** Milliseconds from one report of progress to the next. */
const reportEvery = 100;

/** What a long search has to say of itself. */
export interface Standing {
  readonly best: number | undefined;
  readonly bound: number | undefined;
  /** Share of the work that is done, as far as it can be told. */
  readonly done: number;
}

/** Tells a search when its time is up and when to report. */
export class Clock {
  readonly #request: SearchRequest;
  readonly #deadline: number;
  #reportAt = performance.now() + reportEvery;

  constructor(request: SearchRequest) {
    this.#request = request;
    this.#deadline = performance.now() + 1000 * (request.limits?.seconds ?? Number.POSITIVE_INFINITY);
  }

  /** Whether the caller or the time limit wants an end. */
  get isOver(): boolean {
    return this.#request.signal?.aborted === true || performance.now() >= this.#deadline;
  }

  /** Whether it is time to report. */
  get isDue(): boolean {
    return performance.now() >= this.#reportAt;
  }

  async report({ best, bound, done }: Standing): Promise<void> {
    await this.#request.onProgress?.({ best, bound, done });
    this.#reportAt = performance.now() + reportEvery;
  }
}
