import {
  alphaWithoutLabels,
  type Benchmark,
  type Evaluation,
  entryNamed,
  evaluateBaselines,
  evaluateProxy,
  evaluationPlot,
  type ProxyName,
  proxies,
} from "@zerolm/core";
import { readBenchmark } from "../data/read-benchmark.js";
import { type ChosenAlpha, chooseAlpha } from "../options/alpha.js";
import { refuseIdle } from "../options/idle.js";
import { correlationText, counted, intervalText, secondsText } from "../output/numbers.js";
import { note, printResult } from "../output/output.js";
import { proxyDocument, proxyText, tunedOn } from "../output/proxy.js";
import { table } from "../output/table.js";
import { wrapped } from "../output/text.js";
import { checkPlotPath, writePlot } from "../plot/draw.js";
import type { EvaluateFlags } from "./evaluate.command.js";

export { readBenchmark } from "../data/read-benchmark.js";

/** An evaluation and how long it took. */
type Timed = Evaluation & { readonly seconds: number };

/** Everything that an evaluation found. */
interface Outcome {
  readonly benchmark: Benchmark;
  readonly evaluations: readonly Timed[];
  readonly baselines: readonly Evaluation[];
  /** Missing where no proxy uses one. */
  readonly alpha: ChosenAlpha | undefined;
}

/** `zerolm evaluate`: judges proxies by a benchmark. */
export async function evaluate(name: string, flags: EvaluateFlags): Promise<void> {
  const names = proxyNames(flags);
  if (flags.plot !== undefined) checkPlotPath(flags.plot);
  const benchmark = await readBenchmark(name, flags);
  const alpha = names.some((proxy) => proxies[proxy].usesAlpha)
    ? chooseAlpha(flags, "default", () => labelFree(benchmark))
    : undefined;
  const evaluations = names.map((proxy) =>
    timed(() => evaluateProxy(benchmark, proxy, { ...flags, alpha: alpha?.value }, flags)),
  );
  const outcome = { benchmark, evaluations, baselines: evaluateBaselines(benchmark, flags), alpha };
  if (flags.plot !== undefined) await writePlot(flags.plot, plotOf(benchmark, evaluations));
  printResult(flags, documentOf(outcome, flags), () => textOf(outcome, flags));
  if (flags.plot !== undefined) note(flags, `Drew quality against score in ${flags.plot}`);
}

/** The proxies that were asked for, each once. */
function proxyNames({ proxy, alpha, std, nscAttention, sequence }: EvaluateFlags): ProxyName[] {
  const names = proxy.split(",").map((name) => entryNamed(proxies, name.trim(), "proxy").name as ProxyName);
  const given = { "--alpha": alpha, "--std": std, "--nsc-attention": nscAttention };
  refuseIdle({ ...given, "--sequence": sequence }, names);
  return [...new Set(names)];
}

function labelFree(benchmark: Benchmark): ChosenAlpha {
  const value = alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture));
  return { value, source: "label-free, from the architectures of the benchmark" };
}

function timed(work: () => Evaluation): Timed {
  const started = performance.now();
  return { ...work(), seconds: (performance.now() - started) / 1000 };
}

function documentOf({ benchmark, evaluations, baselines, alpha }: Outcome, flags: EvaluateFlags): unknown {
  return {
    benchmark: benchmark.name,
    architectures: benchmark.entries.length,
    inventory: benchmark.inventory,
    quality: benchmark.quality,
    ...(alpha ? { alphaSource: alpha.source } : {}),
    results: evaluations.map(({ proxy, alpha: value, report, seconds }) => ({
      ...proxyDocument(proxy, undefined, flags),
      ...(value === undefined ? {} : { alpha: value }),
      ...report,
      seconds,
    })),
    baselines: baselines.map(({ proxy, report }) => ({ proxy, ...report })),
  };
}

function textOf({ benchmark, evaluations, baselines, alpha }: Outcome, flags: EvaluateFlags): string {
  const { name, entries, quality, inventory } = benchmark;
  const seconds = evaluations.reduce((sum, evaluation) => sum + evaluation.seconds, 0);
  const reading = inventory === undefined ? "" : `, inventory ${inventory}`;
  const nsc = evaluations.some(({ proxy }) => proxy === "nsc");
  return [
    `${name}: ${counted(entries.length, "trained network")}, ${quality}${reading}`,
    ...(alpha ? [proxyText("zerolm", alpha, flags)] : []),
    ...(nsc ? [proxyText("nsc", undefined, flags)] : []),
    ...evaluations.flatMap(({ proxy }) =>
      tunedOn(proxy) ? [wrapped(proxyText(proxy, undefined, flags), "  ")] : [],
    ),
    `scored and judged in ${secondsText(seconds)}`,
    "",
    evaluationTable(evaluations, baselines),
    "",
    "ρ: Spearman, τ: Kendall's τ-b, each with its 95 % bootstrap interval.",
    "cells: τ among networks of equal depth and hidden size.",
    "size: τ over pairs whose parameter counts differ by less than 10 %.",
    "regret: quality lost by training only the 10 that score highest.",
    "The last two rows know depth and hidden size alone: a proxy is worth what it",
    "adds to them.",
  ].join("\n");
}

function evaluationTable(evaluations: readonly Evaluation[], baselines: readonly Evaluation[]): string {
  const right = (heading: string) => ({ heading, align: "right" as const });
  const columns = [
    { heading: "ranked by" },
    right("ρ"),
    right("95 %"),
    right("τ"),
    right("95 %"),
    right("cells"),
    right("size"),
    right("regret"),
  ];
  const rows = [...evaluations, ...baselines].map(({ proxy, report }) => [
    proxy,
    correlationText(report.spearman),
    intervalText(report.spearmanCI),
    correlationText(report.kendall),
    intervalText(report.kendallCI),
    correlationText(report.kendallWithinGroups),
    correlationText(report.kendallMatchedSize),
    report.topKRegret?.toFixed(2) ?? "n/a",
  ]);
  return table(columns, rows);
}

function plotOf(benchmark: Benchmark, evaluations: readonly Evaluation[]) {
  return evaluationPlot({
    benchmark: benchmark.name,
    inventory: benchmark.inventory,
    quality: benchmark.quality,
    groupLabel: "depth × hidden",
    panels: evaluations.map(({ proxy, alpha, scores, report }) => ({
      proxy,
      alpha,
      spearman: report.spearman ?? Number.NaN,
      kendall: report.kendall ?? Number.NaN,
      points: benchmark.entries.map(({ quality, macro }, index) => ({
        score: scores[index] as number,
        quality,
        group: `${macro.depth} × ${macro.hidden}`,
      })),
    })),
  });
}
