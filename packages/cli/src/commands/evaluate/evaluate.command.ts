import { withBenchmarks } from "../../options/benchmark.js";
import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { type OwnOptions, withoutProxyOptions, withProxyOptions } from "../../options/proxy.js";
import { threadsOption } from "../../options/threads.js";

export function evaluateCommand(base: BaseCommand, own?: OwnOptions) {
  const evaluate = withBenchmarks(base)
    .optionsGroup("What to evaluate:")
    .option(
      "--proxy <names>",
      "proxies to evaluate, separated by commas: names, all (every quality proxy), your own proxy (.mjs) or scores (.csv, .jsonl) (default: shape, zerolm, nsc, parameters, nonEmbeddingParameters and flops)",
    )
    .option(
      "--where <condition>",
      'evaluate only on networks that meet this condition, for example "depth >= 6"',
    )
    .option("--no-published", "omit the scores that were published with a benchmark")
    .option(
      "--flip <names>",
      "flip the sign of these scores, which fall with quality (names separated by commas)",
      (names) => names.split(",").map((name) => name.trim()),
    )
    .option(
      "--top <number>",
      "number of highest-scored networks for regret, NDCG and top",
      wholeNumber(1, 1_000_000),
      10,
    )
    .option(
      "--resamples <number>",
      "number of bootstrap resamples for the intervals",
      wholeNumber(0, 1_000_000),
      2000,
    )
    .option(...threadsOption)
    .optionsGroup("Output:")
    .option("--details", "also print the tables about pairs of networks and about the chosen networks")
    .option("--plot <file>", "draw quality against score for one benchmark, .svg or .png")
    .option("--report <file>", "write everything to one .html file that works offline")
    .option("--scores-out <file>", "write the quality, sizes and scores of every network as CSV")
    .option("--csv <file>", "write every figure as CSV, one row for each proxy and benchmark")
    .option("--markdown <file>", "write the tables as Markdown")
    .option("--latex <file>", "write the tables as LaTeX, for the booktabs package");
  const use = { alpha: { words: ["label-free", "cross-fitted"] } };
  return withProxyOptions(evaluate, use, own).action(
    async (benchmarks, { json, quiet, threads, ...flags }) => {
      const [{ runCommand }, { evaluateView }, { checkOutputs, writeOutputs }] = await Promise.all([
        import("../../terminal/run-command.js"),
        import("@zerolm/view"),
        import("./evaluate.outputs.js"),
      ]);
      checkOutputs(benchmarks, flags);
      const { details, plot, report, scoresOut, csv, markdown, latex, ...asked } = flags;
      const { options, rest } = withoutProxyOptions(asked, own);
      const isDetailed = details || json || csv !== undefined;
      const request = {
        ...{ benchmarks, ...rest, options },
        // What no output shows is not computed.
        differences: isDetailed || (report ?? markdown ?? latex) !== undefined,
        details: isDetailed,
        networks: (plot ?? report ?? scoresOut) !== undefined,
        learning: report !== undefined,
      };
      await runCommand(
        "evaluate",
        request,
        { json, quiet, threads },
        (outcome) => evaluateView(outcome, { details }),
        (outcome) => writeOutputs(outcome, { ...flags, json, quiet }),
      );
    },
  );
}
