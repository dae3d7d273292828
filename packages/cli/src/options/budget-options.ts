import type { Command } from "commander";
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
}

/** What may be limited, by its flag: in words, and an example of the most. */
const limits = [
  ["params", "parameters", "30M", parseCount],
  ["non-embedding-params", "parameters without embeddings", "25M", parseCount],
  ["active-params", "parameters that a token passes", "10M", parseCount],
  ["flops", "FLOPs of one sequence", "8G", parseCount],
  ["bytes", "bytes of all weights", "60MB", parseBytes],
  ["kv-bytes", "KV-cache bytes a token", "20KB", parseBytes],
] as const;

/** Adds the options of budgets; `--sequence` and `--dtype` come with those of proxies. */
export function withBudgetOptions(command: Command): Command {
  for (const [flag, words, example, parse] of limits) {
    const value = parse === parseBytes ? "size" : "count";
    command.option(`--max-${flag} <${value}>`, `budget: ${words} at most, as ${example}`, parse);
    command.option(`--min-${flag} <${value}>`, `budget: ${words} at least`, parse);
  }
  return command;
}
