import type { CommonOptions } from "../../options/common.js";

/** What `zerolm benchmarks download` takes. */
export interface DownloadFlags extends CommonOptions {
  readonly folder?: string;
}

/** What `zerolm benchmarks import` takes. */
export interface ImportFlags extends CommonOptions {
  readonly format?: string;
  readonly reading?: string;
}
