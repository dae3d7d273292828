import { type ProxyName, proxies } from "../proxy/proxies.js";
import type { ProxyOptions } from "../proxy/proxy.js";
import { parameters } from "../proxy/sizes.js";
import { type RankingReport, rankingReport } from "../ranking/ranking.js";
import type { Benchmark, BenchmarkEntry } from "./benchmark.js";

/** A proxy judged by a benchmark. */
export interface Evaluation {
  readonly proxy: string;
  /** Where the proxy has one. */
  readonly alpha: number | undefined;
  /** One score an entry of the benchmark. */
  readonly scores: Float64Array;
  readonly report: RankingReport;
}

export interface EvaluateOptions {
  /** Of the bootstrap. Default: 2000. */
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
}

/**
 * How well a proxy ranks a benchmark.
 *
 * @example
 * const { report } = evaluateProxy(benchmark, "zerolm", { alpha: 0.5 });
 * console.log(report.kendall, report.kendallWithinGroups);
 */
export function evaluateProxy(
  benchmark: Benchmark,
  name: ProxyName,
  options: ProxyOptions,
  evaluate: EvaluateOptions = {},
): Evaluation {
  const scorer = proxies[name].scorer(options);
  const scores = Float64Array.from(benchmark.entries, ({ architecture }) => scorer.score(architecture).value);
  const alpha = proxies[name].usesAlpha ? options.alpha : undefined;
  return { proxy: name, alpha, scores, report: report(benchmark, scores, evaluate) };
}

/** Rankings by the macro choices alone. A proxy that does not beat them says nothing about the inside of a layer. */
const macroBaselines: Readonly<Record<string, (entry: BenchmarkEntry) => number>> = {
  "hidden × depth": ({ macro }) => macro.hidden * macro.depth,
  "by depth, then hidden": ({ macro }) => macro.depth * 2 ** 20 + macro.hidden,
};

/** What the macro choices alone achieve. */
export function evaluateBaselines(benchmark: Benchmark, evaluate: EvaluateOptions = {}): Evaluation[] {
  return Object.entries(macroBaselines).map(([proxy, scoreOf]) => {
    const scores = Float64Array.from(benchmark.entries, scoreOf);
    return { proxy, alpha: undefined, scores, report: report(benchmark, scores, evaluate) };
  });
}

function report(
  { entries }: Benchmark,
  scores: Float64Array,
  { resamples, seed }: EvaluateOptions,
): RankingReport {
  const size = parameters.scorer({});
  return rankingReport(
    scores,
    entries.map(({ quality }) => quality),
    {
      groups: entries.map(macroText),
      sizes: entries.map(({ architecture }) => size.score(architecture).value),
      ...(resamples === undefined ? {} : { resamples }),
      ...(seed === undefined ? {} : { seed }),
    },
  );
}

/** The macro choices of an entry in words; the key of its group. */
export const macroText = ({ macro }: BenchmarkEntry): string =>
  `depth ${macro.depth}, hidden ${macro.hidden}`;
