import { type Evaluation, evaluationPlot, groupsOf, type VegaLiteSpec } from "@zerolm/core";
import { architectureLine } from "../../output/architecture.js";
import type { Outcome } from "./evaluate-judge.js";

/**
 * What is drawn of one benchmark: quality against score, a panel an evaluation.
 *
 * @param kind our proxies, or what was published with the benchmark
 * @param hover whether each point says its architecture
 */
export function plotOf(
  { benchmark, evaluations }: Outcome,
  kind: Evaluation["kind"] = "proxy",
  hover = false,
): VegaLiteSpec {
  const title = kind === "published" ? { title: `How published scores rank ${benchmark.name}` } : {};
  return evaluationPlot({
    benchmark: benchmark.name,
    reading: benchmark.reading,
    quality: benchmark.quality,
    groupLabel: groupsOf(benchmark.entries) ? "recipe" : "depth × hidden",
    ...title,
    panels: evaluations.filter((one) => one.kind === kind).map((one) => panelOf(one, hover)),
  });
}

function panelOf({ proxy, alpha, scores, entries, report }: Evaluation, hover: boolean) {
  const groups = groupsOf(entries);
  return {
    proxy,
    alpha,
    spearman: report.spearman ?? Number.NaN,
    kendall: report.kendall ?? Number.NaN,
    points: entries.map(({ id, architecture, quality, macro }, index) => ({
      score: scores[index] as number,
      quality,
      group: groups?.[index] ?? `${macro.depth} × ${macro.hidden}`,
      ...(hover ? { name: id, architecture: architectureLine(architecture) } : {}),
    })),
  };
}
