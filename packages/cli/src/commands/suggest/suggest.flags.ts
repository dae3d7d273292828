import type { CommonOptions } from "../../options/common.js";

/** What `zerolm suggest` takes. */
export interface SuggestFlags extends CommonOptions {
  readonly labelled: string;
  readonly reading?: string;
  readonly prior?: string;
  readonly count: number;
  readonly candidates: number;
  readonly out?: string;
}
