import { withBenchmarks } from "../../options/benchmark.js";
import type { BaseCommand } from "../../options/common.js";
import { wholeNumber } from "../../options/count.js";
import { type OwnOptions, withoutProxyOptions, withProxyOptions } from "../../options/proxy.js";

export function evaluateCommand(base: BaseCommand, own?: OwnOptions) {
  const evaluate = withBenchmarks(base)
    .optionsGroup("What is judged:")
    .option(
      "--proxy <names>",
      "proxies, separated by commas, or all (every quality proxy); files too: your own proxy (.mjs), scores (.csv, .jsonl) (default: shape, zerolm, nsc, parameters, nonEmbeddingParameters and flops)",
    )
    .option("--where <condition>", 'only networks that meet it, for example "depth >= 6"')
    .option("--no-published", "leave out the scores that came with a benchmark")
    .option(
      "--flip <names>",
      "turn the sign of these scores, separated by commas, since they fall with quality",
      (names) => names.split(",").map((name) => name.trim()),
    )
    .option("--top <number>", "networks that regret, NDCG and top look at", wholeNumber(1, 1_000_000), 10)
    .option("--resamples <number>", "bootstrap resamples for the intervals", wholeNumber(0, 1_000_000), 2000)
    .optionsGroup("Output:")
    .option("--details", "print the tables of pairs of networks and of what is chosen too")
    .option("--plot <file>", "draw quality against score, .svg or .png; one benchmark only")
    .option("--report <file>", "write everything as one .html that needs no network")
    .option("--scores-out <file>", "write quality, sizes and all scores of every network as CSV")
    .option("--csv <file>", "write every figure as CSV, a row a proxy and benchmark")
    .option("--markdown <file>", "write the tables as Markdown")
    .option("--latex <file>", "write the tables as LaTeX, for the package booktabs");
  const use = { alpha: { words: ["label-free", "cross-fitted"] } };
  return withProxyOptions(evaluate, use, own).action(async (benchmarks, { json, quiet, ...flags }) => {
    const [{ runCommand }, { evaluateView }, { checkOutputs, writeOutputs }] = await Promise.all([
      import("../../terminal/run-command.js"),
      import("@zerolm/view"),
      import("./evaluate.outputs.js"),
    ]);
    checkOutputs(benchmarks, flags);
    const { details, plot, report, scoresOut, csv, markdown, latex, ...asked } = flags;
    const { options, rest } = withoutProxyOptions(asked, own);
    const request = {
      ...{ benchmarks, ...rest, options },
      networks: (plot ?? report ?? scoresOut) !== undefined,
      learning: report !== undefined,
    };
    await runCommand(
      "evaluate",
      request,
      { json, quiet },
      (outcome) => evaluateView(outcome, { details }),
      (outcome) => writeOutputs(outcome, { ...flags, json, quiet }),
    );
  });
}
