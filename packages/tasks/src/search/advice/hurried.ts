import type { SearchMethod } from "@zerolm/core";

/** Thrown by a search that would take longer than advice may. */
export class OutOfTime extends Error {}

/** When advice has to be ready, and whether somebody stopped it. */
export class Hurry {
  readonly #deadline: number;
  readonly #signal: { readonly aborted: boolean } | undefined;

  /** @param seconds from now on */
  constructor(seconds: number, signal?: { readonly aborted: boolean }) {
    this.#deadline = performance.now() + 1000 * seconds;
    this.#signal = signal;
  }

  get aborted(): boolean {
    return this.#signal?.aborted === true || performance.now() > this.#deadline;
  }

  /** @throws {OutOfTime} if time is up */
  check(): void {
    if (this.aborted) throw new OutOfTime();
  }

  /** Advice, or nothing if there was no time for it. */
  async inTime<Advice>(advise: () => Promise<Advice>): Promise<Advice | undefined> {
    try {
      this.check();
      return await advise();
    } catch (error) {
      if (error instanceof OutOfTime) return undefined;
      throw error;
    }
  }

  /** A method that gives up, rather than an answer that it did not prove. */
  method(method: SearchMethod): SearchMethod {
    const search: SearchMethod["search"] = async (request) => {
      this.check();
      // What was stopped may also say that it found nothing, which is no proof that there is nothing.
      const result = await method.search({ ...request, signal: this }).finally(() => this.check());
      if (!result.optimal) throw new OutOfTime();
      return result;
    };
    return { ...method, search };
  }
}
