import type { CommonOptions } from "../../options/common.js";

/** What `zerolm prune` takes. */
export interface PruneFlags extends CommonOptions {
  readonly out?: string;
  readonly lora?: string;
  readonly maxParams?: number;
  readonly maxNonEmbeddingParams?: number;
  readonly keep?: number;
  readonly maxFlops?: number;
  readonly sequence?: number;
  readonly maxBytes?: number;
  readonly proxy: string;
  readonly alpha?: number;
  readonly order: "norm" | "stored";
  readonly uniform?: "all" | "heads" | "none" | true;
  readonly multipleOf?: number;
  readonly atLeast: number;
  readonly drop?: boolean;
  readonly dryRun?: boolean;
  readonly pareto?: boolean;
}
