import type { Command } from "commander";
import { type BenchmarkFlags, withBenchmarksOptions } from "../options/benchmark.js";
import type { CommonOptions } from "../options/common.js";
import { wholeNumber } from "../options/count.js";
import { type ProxyFlags, withProxyOptions } from "../options/proxy.js";

/** What `zerolm evaluate` takes. */
export interface EvaluateFlags extends CommonOptions, ProxyFlags, BenchmarkFlags {
  readonly proxy: string;
  readonly published: boolean;
  readonly resamples: number;
  readonly plot?: string;
  readonly report?: string;
  readonly csv?: string;
  readonly markdown?: string;
  readonly latex?: string;
}

export function evaluateCommand(base: Command): Command {
  const evaluate = withBenchmarksOptions(base)
    .option(
      "--proxy <names>",
      "proxies, separated by commas, or all that guess at quality",
      "zerolm,nsc,parameters,nonEmbeddingParameters,flops",
    )
    .option("--no-published", "leave out the scores that came with a benchmark")
    .option("--resamples <number>", "bootstrap resamples for the intervals", wholeNumber(0, 1_000_000), 2000)
    .option("--plot <file>", "draw quality against score, .svg or .png; one benchmark only")
    .option("--report <file>", "write everything as one .html that needs no network")
    .option("--csv <file>", "write every figure as CSV, a row a proxy and benchmark")
    .option("--markdown <file>", "write the tables as Markdown")
    .option("--latex <file>", "write the tables as LaTeX, for the package booktabs");
  return withProxyOptions(evaluate, "0.5", ["label-free", "cross-fitted"]).action(
    async (benchmarks: string[], flags: EvaluateFlags) => {
      const { evaluate } = await import("./evaluate.js");
      await evaluate(benchmarks, flags);
    },
  );
}
