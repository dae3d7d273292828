import type { Additive, Scorer } from "../proxy/proxy.js";
import type { Genotype, Space } from "../space/space.js";

/** Something that is counted: a sum over layers with a name for messages, as "parameters". */
export interface Quantity {
  readonly name: string;
  readonly additive: Additive;
}

/** A limit on a quantity; both ends belong to it. */
export interface Budget {
  readonly quantity: Quantity;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** What to look for. */
export interface SearchRequest {
  readonly space: Space;
  /** The objective; more is better. */
  readonly scorer: Scorer;
  readonly budgets: readonly Budget[];
  /** How many of the best different scores to keep. */
  readonly top: number;
  /** What an architecture costs: it breaks ties between equal scores, and the Pareto front is drawn against it. */
  readonly cost: Quantity;
  /** Whether to keep the Pareto front of score against cost. */
  readonly pareto: boolean;
}

/** One of the architectures found. */
export interface Found {
  readonly genotype: Genotype;
  readonly score: number;
  readonly cost: number;
}

/** One of the best. The one here has the lowest cost of those with its score. */
export interface Best extends Found {
  /** How many architectures have this score, where a method counts them. */
  readonly alike?: number | undefined;
}

export interface SearchResult {
  readonly method: string;
  /** Whether it is proven that nothing in the space scores higher within the budgets. */
  readonly optimal: boolean;
  /** A proven upper bound on the score, where a method has one. */
  readonly bound?: number | undefined;
  /** Architectures scored one by one; `undefined` where a method does not look at them one by one. */
  readonly evaluated?: number | undefined;
  /** Of the architectures scored, those within the budgets. */
  readonly feasible?: number | undefined;
  /** Highest score first, each score once. */
  readonly best: readonly Best[];
  /** Lowest cost first; each scores more than all that cost no more. Empty unless asked for. */
  readonly pareto: readonly Found[];
}

/** A way to search a space: the extension point for new ones. */
export interface SearchMethod {
  readonly name: string;
  readonly summary: string;
  /** Why the method cannot serve a request; `undefined` where it can. */
  readonly refuses: (request: SearchRequest) => string | undefined;
  /** @throws {WorkError} where no architecture is within the budgets; {UsageError} where the method refuses */
  readonly search: (request: SearchRequest) => SearchResult;
}
