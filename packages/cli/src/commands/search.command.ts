import { type Command, Option } from "commander";
import { type CommonOptions, command } from "../options/common.js";
import { parseCount, wholeNumber } from "../options/count.js";
import { type ProxyFlags, withProxyOptions } from "../options/proxy.js";

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
  readonly method: "auto" | "exhaustive" | "exact";
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
    .addOption(
      new Option("--method <name>", "how to search").choices(["auto", "exhaustive", "exact"]).default("auto"),
    )
    .option("--plot <file>", "draw score against parameters, .svg or .png")
    .option("--out <file>", "write the best architecture, .yaml or .json");
  return withProxyOptions(search, "label-free").action(async (space: string, flags: SearchFlags) => {
    const { search } = await import("./search.js");
    await search(space, flags);
  });
}
