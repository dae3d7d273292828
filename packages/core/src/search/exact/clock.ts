import type { SearchProgress, SearchRequest } from "../search.js";

/** Milliseconds from one report of progress to the next. */
const reportEvery = 100;

/** Tells a search when its time is up, and reports its progress. */
export class Clock {
  readonly #request: SearchRequest;
  readonly #deadline: number;
  #reportAt = performance.now() + reportEvery;

  constructor(request: SearchRequest) {
    this.#request = request;
    this.#deadline = performance.now() + 1000 * (request.limits?.seconds ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Runs a computation that yields how far it has come, and that ends if `true` comes back: it does if the caller or the time limit wants
   * an end.
   */
  async run<Step, Result>(
    steps: Generator<Step, Result, boolean>,
    told: (step: Step) => SearchProgress,
  ): Promise<Result> {
    let step = steps.next();
    while (!step.done) {
      const now = performance.now();
      if (now >= this.#reportAt) {
        await this.#request.onProgress?.(told(step.value));
        this.#reportAt = performance.now() + reportEvery;
      }
      step = steps.next(this.#request.signal?.aborted === true || now >= this.#deadline);
    }
    return step.value;
  }
}
