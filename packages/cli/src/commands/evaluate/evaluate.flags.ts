import type { BenchmarkFlags } from "../../options/benchmark.js";
import type { CommonOptions } from "../../options/common.js";
import type { ProxyFlags } from "../../options/proxy.js";

/** What `zerolm evaluate` takes. */
export interface EvaluateFlags extends CommonOptions, ProxyFlags, BenchmarkFlags {
  readonly proxy: string;
  readonly published: boolean;
  readonly resamples: number;
  readonly plot?: string;
  readonly report?: string;
  readonly scoresOut?: string;
  readonly csv?: string;
  readonly markdown?: string;
  readonly latex?: string;
}
