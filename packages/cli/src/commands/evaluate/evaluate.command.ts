import type { Command } from "commander";
import { withBenchmarksOptions } from "../../options/benchmark.js";
import { wholeNumber } from "../../options/count.js";
import { withProxyOptions } from "../../options/proxy.js";
import type { EvaluateFlags } from "./evaluate.flags.js";

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
