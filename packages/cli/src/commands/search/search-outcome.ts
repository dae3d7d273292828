import type { Predictor, SearchRequest, SearchResult } from "@zerolm/core";
import type { ProxyAbout } from "@zerolm/tasks";

/** Everything that a search found, for printing, writing and drawing. */
export interface SearchOutcome {
  readonly request: SearchRequest;
  readonly result: SearchResult;
  readonly about: ProxyAbout;
  /** Where the proxy is one. */
  readonly predictor?: Predictor | undefined;
  readonly seconds: number;
}
