import type { Additive, Scorer } from "../proxy/proxy.js";
import type { Genotype, Space } from "../space/space.js";

/** A limit on a quantity that is a sum over layers; both ends belong to it. */
export interface Budget {
  /** For messages, as "parameters". */
  readonly name: string;
  readonly quantity: Additive;
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
  /** Whether to keep the Pareto front of score against parameters. */
  readonly pareto: boolean;
}

/** One of the architectures found. */
export interface Found {
  readonly genotype: Genotype;
  readonly score: number;
  /** Total parameters. */
  readonly parameters: number;
}

/** One of the best. */
export interface Best extends Found {
  /** How many architectures have this score. The one here has the fewest parameters, and is the first such in the order of enumeration. */
  readonly alike: number;
}

export interface SearchResult {
  readonly method: string;
  /** Whether it is proven that nothing in the space scores higher within the budgets. */
  readonly optimal: boolean;
  /** Architectures scored, counted one by one. */
  readonly evaluated: number;
  /** Of these, within the budgets. */
  readonly feasible: number;
  /** Highest score first, each score once. */
  readonly best: readonly Best[];
  /** Fewest parameters first; each scores more than all with fewer or equally many. Empty unless asked for. */
  readonly pareto: readonly Found[];
}

/** A way to search a space: the extension point for new ones. */
export interface SearchMethod {
  readonly name: string;
  readonly summary: string;
  /** @throws {WorkError} where no architecture is within the budgets; {UsageError} where the space or proxy does not suit the method */
  readonly search: (request: SearchRequest) => SearchResult;
}
