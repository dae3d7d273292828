import type { SearchRequest, SearchResult } from "@zerolm/core";
import type { ChosenAlpha } from "../../options/alpha.js";

/** Everything that a search found, for printing, writing and drawing. */
export interface SearchOutcome {
  readonly request: SearchRequest;
  readonly result: SearchResult;
  readonly proxy: string;
  readonly alpha: ChosenAlpha | undefined;
  readonly seconds: number;
}
