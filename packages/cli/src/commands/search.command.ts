import { type Command, InvalidArgumentError, Option } from "commander";
import { type CommonOptions, command } from "../options/common.js";
import { parseCount, wholeNumber } from "../options/count.js";
import { type ProxyFlags, withProxyOptions } from "../options/proxy.js";

/** The search methods by name, named here so that help need not load them; a test holds them to the table. */
export const methods = ["auto", "exhaustive", "exact", "evolution", "nsga2", "local", "random"] as const;

/** What `zerolm search` takes. */
export interface SearchFlags extends CommonOptions, ProxyFlags {
  readonly proxy: string;
  readonly minParams?: number;
  readonly maxParams?: number;
  readonly minNonEmbeddingParams?: number;
  readonly maxNonEmbeddingParams?: number;
  readonly minFlops?: number;
  readonly maxFlops?: number;
  readonly top: number;
  readonly pareto?: boolean;
  readonly method: (typeof methods)[number];
  readonly evaluations?: number;
  readonly seconds?: number;
  readonly state?: string;
  readonly plot?: string;
  readonly out?: string;
}

export function searchCommand(): Command {
  const search = command("search", "find the best architectures of a space under budgets")
    .argument("<space>", "a built-in space, see `zerolm spaces`, a YAML file, or - for standard input")
    .option("--proxy <name>", "what to maximise, see `zerolm proxies`, or a predictor file", "zerolm")
    .option("--max-params <count>", "budget: parameters at most, as 30M", parseCount)
    .option("--min-params <count>", "budget: parameters at least, as 25M", parseCount)
    .option("--max-non-embedding-params <count>", "budget: as --max-params, without embeddings", parseCount)
    .option("--min-non-embedding-params <count>", "budget: as --min-params, without embeddings", parseCount)
    .option("--max-flops <count>", "budget: FLOPs of one sequence at most, as 8G", parseCount)
    .option("--min-flops <count>", "budget: FLOPs of one sequence at least", parseCount)
    .option("--top <number>", "how many of the best to show", wholeNumber(1, 10_000), 10)
    .option("--pareto", "also the Pareto front of score against the budget")
    .addOption(new Option("--method <name>", "how to search").choices(methods).default("auto"))
    .option(
      "--evaluations <count>",
      "architectures that a heuristic looks at (default: 100k, or no limit with --seconds)",
      wholeNumber(1),
    )
    .option("--seconds <number>", "time that a heuristic takes", parseSeconds)
    .option("--state <file>", "goes on with a heuristic search from this file, and keeps it there, .json")
    .option("--plot <file>", "draw score against parameters, .svg or .png")
    .option("--out <file>", "write the best architecture, .yaml or .json");
  return withProxyOptions(search, "label-free").action(async (space: string, flags: SearchFlags) => {
    const { search } = await import("./search.js");
    await search(space, flags);
  });
}

function parseSeconds(text: string): number {
  const seconds = Number(text.trim().replace(/s$/i, ""));
  if (seconds > 0 && seconds <= 1e7) return seconds;
  throw new InvalidArgumentError("Give a number above 0, such as 10 or 0.5.");
}
