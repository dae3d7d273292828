export { bytesText, counted, flopsText, fullCount, shortCount } from "./numbers.js";

/** How a budget is said. */
export interface BudgetWords {
  /** Its short name, as flags have it: `--max-params`. */
  readonly short: string;
  /** What it limits, in words. */
  readonly words: string;
  /** Times are counted in microseconds. */
  readonly unit: "count" | "bytes" | "time";
  /** A maximum as people write it. */
  readonly example: string;
}

/** What may be limited, by the name of its quantity. This file loads nothing, so that help is quick. */
export const budgetWords = {
  parameters: { short: "params", words: "parameters", unit: "count", example: "30M" },
  nonEmbeddingParameters: {
    short: "non-embedding-params",
    words: "parameters without embeddings",
    unit: "count",
    example: "25M",
  },
  activeParameters: {
    short: "active-params",
    words: "active parameters",
    unit: "count",
    example: "10M",
  },
  flops: { short: "flops", words: "FLOPs per sequence", unit: "count", example: "8G" },
  weightBytes: { short: "bytes", words: "bytes of all weights", unit: "bytes", example: "60MB" },
  kvBytes: { short: "kv-bytes", words: "KV-cache bytes per token", unit: "bytes", example: "20KB" },
  memory: {
    short: "memory",
    words: "bytes of weights and KV cache",
    unit: "bytes",
    example: "8GB",
  },
  latency: { short: "latency", words: "latency on the device", unit: "time", example: "20ms" },
} satisfies Readonly<Record<string, BudgetWords>>;

/** The programs that `prune` knows rules of; core's loaders, which this file does not load. */
export const pruneLoaders = ["transformers", "vllm", "llama.cpp", "zerolm"] as const;

/** How a pruned model may be trained on, for a recipe of `prune`. */
export const healMethods = ["full", "lora", "distil"] as const;

/** What `search` can prefer among architectures that score nearly as much as the best. */
export const preferredNames: readonly string[] = [...Object.keys(budgetWords), "depth"];

/** What may be limited. */
export type BudgetName = keyof typeof budgetWords;

/** The ways to search by name: the rows of core's `searchMethods`, and `auto`, which takes the one that suits. */
export const methodNames = [
  "auto",
  "exhaustive",
  "exact",
  "milp",
  "evolution",
  "nsga2",
  "local",
  "random",
] as const;
