import type { Architecture } from "../architecture/architecture.js";
import type { SourceDocument } from "../document/document.js";
import type { Additive, Scorer } from "../proxy/proxy.js";
import type { Genotype, Space } from "../space/space.js";

/** Something that is counted, with a name for messages, as "parameters": a sum over layers, or measured on whole architectures. */
export type Quantity = AdditiveQuantity | MeasuredQuantity;

/** A quantity that is a sum over layers. All methods can serve it. */
export interface AdditiveQuantity {
  readonly name: string;
  readonly additive: Additive;
}

/** A quantity that only a whole architecture has, as a latency. Methods that lay it out by layer refuse it. */
export interface MeasuredQuantity {
  readonly name: string;
  readonly additive?: undefined;
  readonly measure: (architecture: Architecture) => number;
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
  /** The objective; more is better, unless `minimize` says otherwise. */
  readonly scorer: Scorer;
  /** Whether less of the objective is better. Default: false. */
  readonly minimize?: boolean | undefined;
  readonly budgets: readonly Budget[];
  /** How many of the best different scores to keep. */
  readonly top: number;
  /** Whether to keep the best of each macro option instead, `top` of them: different shapes, not near-copies of one. Default: false. */
  readonly perMacro?: boolean | undefined;
  /**
   * What scores less is of no interest (what scores more, where the request minimizes): a method with a proof need not look for it, and finds
   * nothing if all do. Default: every score is.
   */
  readonly floor?: number | undefined;
  /** What an architecture costs: it breaks ties between equal scores, and the Pareto front is drawn against it. */
  readonly cost: Quantity;
  /** Whether to keep the Pareto front of score against cost. */
  readonly pareto: boolean;
  /** Seed of what is random. Default: 0. */
  readonly seed?: number | undefined;
  /** When to stop; only methods without a proof heed it. Default: 100,000 evaluations. */
  readonly limits?: SearchLimits | undefined;
  /** Called a few times a second, and waited for, so that the caller may draw, save, or let other work run. */
  readonly onProgress?: ((progress: SearchProgress) => void | Promise<void>) | undefined;
  /** An `AbortSignal`, or the like: the search ends with what it has once `aborted` is true. */
  readonly signal?: { readonly aborted: boolean } | undefined;
  /** The `state` of an interrupted search, to go on with; the request must be the same but for its limits. */
  readonly resume?: SourceDocument | undefined;
}

/** When a search without a proof stops: at what is reached first. */
export interface SearchLimits {
  /** Architectures looked at, over all runs of a resumed search. Without a limit of either kind: 100,000. */
  readonly evaluations?: number | undefined;
  /** Time of this run. What is found then depends on the machine. */
  readonly seconds?: number | undefined;
}

/** How far a search has come. */
export interface SearchProgress {
  /** Architectures looked at; missing where a method does not look at them one by one. */
  readonly evaluated?: number | undefined;
  /** The best score so far; missing while nothing is within the budgets. */
  readonly best?: number | undefined;
  /** A proven upper bound on the score, a lower one where the request minimizes. */
  readonly bound?: number | undefined;
  /** Share of the work that is done, from 0 to 1, where a method can tell. */
  readonly done?: number | undefined;
  /** Everything needed to go on from here, for methods that can be resumed. */
  readonly state?: (() => SearchState) | undefined;
}

/** What a search needs to go on: a small document for JSON. Its form is the method's own. */
export type SearchState = Readonly<Record<string, unknown>>;

/** One of the architectures found. */
export interface Found {
  readonly genotype: Genotype;
  readonly score: number;
  readonly cost: number;
}

/** Architectures within the budgets that the proxy could not score. */
export interface Unscored {
  readonly count: number;
  /** The first of them, and why it has no score. */
  readonly genotype: Genotype;
  readonly missing: string;
}

/** One of the best. The one here has the lowest cost of those with its score, and of those with equal layers the heads nearest to 64. */
export interface Best extends Found {
  /** How many architectures have this score, where a method counts them. */
  readonly ties?: number | undefined;
}

export interface SearchResult {
  readonly method: string;
  /** Whether it is proven that nothing in the space scores higher within the budgets. */
  readonly optimal: boolean;
  /** A proven upper bound on the score, a lower one where the request minimizes; where a method has one. */
  readonly bound?: number | undefined;
  /** Architectures scored one by one; `undefined` where a method does not look at them one by one. */
  readonly evaluated?: number | undefined;
  /** Of the architectures scored, those within the budgets. */
  readonly feasible?: number | undefined;
  /** Those that the proxy could not score. Missing if it scored all that were looked at. */
  readonly unscored?: Unscored | undefined;
  /** Highest score first, each score once, or one of each macro option; the lowest first where the request minimizes. */
  readonly best: readonly Best[];
  /** With `optimal`, how many of `best` are proven to be the best ones, with nothing in between. Default: all. */
  readonly proven?: number | undefined;
  /** Lowest cost first; each scores more (less, where the request minimizes) than all that cost no more. Empty unless asked for. */
  readonly pareto: readonly Found[];
  /** Whether `pareto` is the whole front; false where time ended a method that would have proven it. Default: `optimal`. */
  readonly whole?: boolean | undefined;
  /** Everything needed to go on, for methods that can be resumed. */
  readonly state?: SearchState | undefined;
}

/** A way to search a space: the extension point for new ones. */
export interface SearchMethod {
  readonly name: string;
  readonly summary: string;
  /** What it can be stopped by, and whether it can go on from a state. Methods that end with a proof take few of these. */
  readonly takes: readonly ("evaluations" | "seconds" | "state")[];
  /** Why the method cannot serve a request; `undefined` where it can. */
  readonly refuses: (request: SearchRequest) => string | undefined;
  /**
   * @throws {WorkError} where no architecture is within the budgets; {UsageError} where the method refuses; {InputError} where
   *   `resume` is not the state of such a search
   */
  readonly search: (request: SearchRequest) => Promise<SearchResult>;
}
