import type { Command } from "commander";
import { withBenchmarksOptions } from "../../options/benchmark.js";
import { wholeNumber } from "../../options/count.js";
import { type OwnOptions, withProxyOptions } from "../../options/proxy.js";
import type { EvaluateFlags } from "./evaluate.flags.js";

export function evaluateCommand(base: Command, own?: OwnOptions): Command {
  const evaluate = withBenchmarksOptions(base)
    .option(
      "--proxy <names>",
      "proxies, separated by commas, or all (every quality proxy); files too: your own proxy (.mjs), scores (.csv, .jsonl)",
      "zerolm,nsc,parameters,nonEmbeddingParameters,flops",
    )
    .option("--no-published", "leave out the scores that came with a benchmark")
    .option("--resamples <number>", "bootstrap resamples for the intervals", wholeNumber(0, 1_000_000), 2000)
    .option("--plot <file>", "draw quality against score, .svg or .png; one benchmark only")
    .option("--report <file>", "write everything as one .html that needs no network")
    .option("--scores-out <file>", "write the scores of every network as CSV, a column a proxy")
    .option("--csv <file>", "write every figure as CSV, a row a proxy and benchmark")
    .option("--markdown <file>", "write the tables as Markdown")
    .option("--latex <file>", "write the tables as LaTeX, for the package booktabs");
  return withProxyOptions(evaluate, { alpha: { words: ["label-free", "cross-fitted"] } }, own).action(
    async (benchmarks: string[], flags: EvaluateFlags) => {
      const { evaluate } = await import("./evaluate.js");
      await evaluate(benchmarks, flags);
    },
  );
}
