import type { Command } from "commander";
import { type BenchmarkFlags, withBenchmarkOptions } from "../options/benchmark.js";
import { type CommonOptions, command } from "../options/common.js";
import { wholeNumber } from "../options/count.js";
import { type ProxyFlags, withProxyOptions } from "../options/proxy.js";

/** What `zerolm evaluate` takes. */
export interface EvaluateFlags extends CommonOptions, ProxyFlags, BenchmarkFlags {
  readonly proxy: string;
  readonly resamples: number;
  readonly plot?: string;
}

export function evaluateCommand(): Command {
  const evaluate = withBenchmarkOptions(
    command("evaluate", "how well proxies rank a benchmark of trained networks"),
  )
    .option(
      "--proxy <names>",
      "proxies, separated by commas",
      "zerolm,nsc,parameters,nonEmbeddingParameters,flops",
    )
    .option("--resamples <number>", "bootstrap resamples for the intervals", wholeNumber(0, 1_000_000), 2000)
    .option("--plot <file>", "draw quality against score, .svg or .png");
  return withProxyOptions(evaluate, "0.5").action(async (benchmark: string, flags: EvaluateFlags) => {
    const { evaluate } = await import("./evaluate.js");
    await evaluate(benchmark, flags);
  });
}
