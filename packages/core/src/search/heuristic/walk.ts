import type { Candidate, Candidates } from "./candidates.js";

/** What a walk has to remember, besides the random numbers, in order to go on. */
export interface Memory {
  readonly population: readonly Candidate[];
  /** Whole numbers from 0. */
  readonly counters: readonly number[];
}

/** A heuristic search under way. */
export interface Walk {
  /** The architecture to look at next. It changes nothing but the random numbers, so that a search may stop before it is told. */
  readonly ask: () => Candidate;
  /** Takes the architecture that was asked for, with its score. */
  readonly tell: (candidate: Candidate) => void;
  readonly memory: () => Memory;
}

/** A heuristic: how one candidate follows on the others. All else is the same for all, see `heuristic.ts`. */
export interface Heuristic {
  readonly name: string;
  readonly summary: string;
  /**
   * Begins a walk, or goes on with one.
   *
   * @returns nothing where the memory is not one that such a walk can have
   */
  readonly begin: (candidates: Candidates, memory: Memory) => Walk | undefined;
}

/** The memory of a walk that has not begun. */
export const blank: Memory = { population: [], counters: [] };
