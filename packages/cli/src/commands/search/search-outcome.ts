import type { Predictor, SearchRequest, SearchResult } from "@zerolm/core";
import type { ChosenAlpha } from "../../options/alpha.js";

/** Everything that a search found, for printing, writing and drawing. */
export interface SearchOutcome {
  readonly request: SearchRequest;
  readonly result: SearchResult;
  readonly proxy: string;
  /** Where the proxy is one. */
  readonly predictor?: Predictor | undefined;
  readonly alpha: ChosenAlpha | undefined;
  readonly seconds: number;
}
