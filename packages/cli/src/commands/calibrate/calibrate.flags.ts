import type { BenchmarkFlags } from "../../options/benchmark.js";
import type { CommonOptions } from "../../options/common.js";

/** What `zerolm calibrate` takes. */
export interface CalibrateFlags extends CommonOptions, BenchmarkFlags {
  readonly labels?: readonly number[];
  readonly draws?: number;
  readonly labelFree?: boolean;
  readonly predictor?: boolean;
  readonly prior?: string;
  readonly out?: string;
}
