import { type Command, Option } from "commander";
import { parseBytes, parseCount } from "./count.js";

/** Budgets as the command line says them. */
export interface BudgetFlags {
  readonly minParams?: number;
  readonly maxParams?: number;
  readonly minNonEmbeddingParams?: number;
  readonly maxNonEmbeddingParams?: number;
  readonly minActiveParams?: number;
  readonly maxActiveParams?: number;
  readonly minFlops?: number;
  readonly maxFlops?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly minKvBytes?: number;
  readonly maxKvBytes?: number;
  readonly sequence?: number;
  readonly dtype?: Dtype;
}

/** How weights, keys and values may be stored; named here so that help need not load them, a test holds them to the library. */
export const dtypes = ["float32", "float16", "bfloat16", "float8", "int8", "int4"] as const;

type Dtype = (typeof dtypes)[number];

/** Adds the options of budgets; `--sequence` comes with those of proxies. */
export function withBudgetOptions(command: Command): Command {
  return command
    .option("--max-params <count>", "budget: parameters at most, as 30M", parseCount)
    .option("--min-params <count>", "budget: parameters at least, as 25M", parseCount)
    .option("--max-non-embedding-params <count>", "budget: as --max-params, without embeddings", parseCount)
    .option("--min-non-embedding-params <count>", "budget: as --min-params, without embeddings", parseCount)
    .option("--max-active-params <count>", "budget: parameters that a token passes, at most", parseCount)
    .option("--min-active-params <count>", "budget: parameters that a token passes, at least", parseCount)
    .option("--max-flops <count>", "budget: FLOPs of one sequence at most, as 8G", parseCount)
    .option("--min-flops <count>", "budget: FLOPs of one sequence at least", parseCount)
    .option("--max-bytes <size>", "budget: bytes of all weights at most, as 60MB", parseBytes)
    .option("--min-bytes <size>", "budget: bytes of all weights at least", parseBytes)
    .option("--max-kv-bytes <size>", "budget: KV-cache bytes a token at most, as 20KB", parseBytes)
    .option("--min-kv-bytes <size>", "budget: KV-cache bytes a token at least", parseBytes)
    .addOption(new Option("--dtype <name>", "what bytes are counted in (default: float32)").choices(dtypes));
}
