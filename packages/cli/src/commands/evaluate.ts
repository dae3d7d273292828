import {
  alphaWithoutLabels,
  type Benchmark,
  benchmarkFormats,
  type Evaluation,
  entryNamed,
  evaluateBaselines,
  evaluateProxy,
  evaluationPlot,
  type ProxyName,
  proxies,
} from "@zerolm/core";
import { locateBenchmark } from "../data/locate.js";
import { readTextFile } from "../files/read-file.js";
import { type ChosenAlpha, chooseAlpha } from "../options/alpha.js";
import type { BenchmarkFlags } from "../options/benchmark.js";
import { correlationText, intervalText, secondsText } from "../output/numbers.js";
import { note, printResult } from "../output/output.js";
import { table } from "../output/table.js";
import { writePlot } from "../plot/draw.js";
import type { EvaluateFlags } from "./evaluate.command.js";

/** An evaluation and how long it took. */
type Timed = Evaluation & { readonly seconds: number };

/** `zerolm evaluate`: judges proxies by a benchmark. */
export async function evaluate(name: string, flags: EvaluateFlags): Promise<void> {
  const names = flags.proxy
    .split(",")
    .map((proxy) => entryNamed(proxies, proxy.trim(), "proxy").name as ProxyName);
  const benchmark = await readBenchmark(name, flags);
  const alpha = chooseAlpha(flags, "default", () => labelFree(benchmark));
  const evaluations = names.map((proxy) =>
    timed(() => evaluateProxy(benchmark, proxy, { ...flags, alpha: alpha.value }, flags)),
  );
  const baselines = evaluateBaselines(benchmark, flags);
  if (flags.plot !== undefined) await writePlot(flags.plot, plotOf(benchmark, evaluations));
  const usesAlpha = names.some((proxy) => proxies[proxy].usesAlpha);
  printResult(
    flags,
    documentOf(benchmark, evaluations, baselines, usesAlpha ? alpha : undefined, flags),
    () => textOf(benchmark, evaluations, baselines, usesAlpha ? alpha : undefined),
  );
  if (flags.plot !== undefined) note(flags, `Drew quality against score in ${flags.plot}`);
}

/** Reads a benchmark from where the flags or the machine have it. */
export async function readBenchmark(name: string, flags: BenchmarkFlags): Promise<Benchmark> {
  const format = entryNamed(benchmarkFormats, name, "benchmark");
  if (flags.inventory !== undefined) entryNamed(format.inventories, flags.inventory, "inventory");
  const file = await locateBenchmark(name, flags);
  return format.read(await readTextFile(file), { file, inventory: flags.inventory });
}

function labelFree(benchmark: Benchmark): ChosenAlpha {
  const value = alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture));
  return { value, source: "label-free, from the architectures of the benchmark" };
}

function timed(work: () => Evaluation): Timed {
  const started = performance.now();
  return { ...work(), seconds: (performance.now() - started) / 1000 };
}

function documentOf(
  benchmark: Benchmark,
  evaluations: readonly Timed[],
  baselines: readonly Evaluation[],
  alpha: ChosenAlpha | undefined,
  { std, nscAttention }: EvaluateFlags,
): unknown {
  const row = ({ proxy, alpha, report }: Evaluation): object => ({
    proxy,
    ...(alpha === undefined ? {} : { alpha }),
    ...(proxy === "nsc" ? { std: std ?? "own", nscAttention: nscAttention ?? "per-head" } : {}),
    ...report,
  });
  return {
    benchmark: benchmark.name,
    architectures: benchmark.entries.length,
    inventory: benchmark.inventory,
    quality: benchmark.quality,
    ...(alpha ? { alphaSource: alpha.source } : {}),
    results: evaluations.map((evaluation) => ({ ...row(evaluation), seconds: evaluation.seconds })),
    baselines: baselines.map(row),
  };
}

function textOf(
  benchmark: Benchmark,
  evaluations: readonly Timed[],
  baselines: readonly Evaluation[],
  alpha: ChosenAlpha | undefined,
): string {
  const seconds = evaluations.reduce((sum, evaluation) => sum + evaluation.seconds, 0);
  return [
    `${benchmark.name}: ${benchmark.entries.length} trained networks, ${benchmark.quality}, inventory ${benchmark.inventory}`,
    ...(alpha ? [`zerolm with alpha ${alpha.value} (${alpha.source}); ${secondsText(seconds)} in all`] : []),
    "",
    evaluationTable(evaluations, baselines),
    "",
    "ρ: Spearman, τ: Kendall's τ-b, each with its 95 % bootstrap interval.",
    "cells: τ among networks of equal depth and hidden size.",
    "size: τ over pairs whose parameter counts differ by less than 10 %.",
    "regret: quality lost by training only the 10 that score highest.",
    "The last two rows know depth and hidden size alone: a proxy is worth what it adds.",
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
