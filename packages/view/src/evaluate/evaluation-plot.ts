import { evaluationPlot, type VegaLiteSpec } from "@zerolm/core";
import { type EvaluatedNetwork, type EvaluationOutcome, type EvaluationRow, rowName } from "@zerolm/tasks";
import { architectureLine, documentedArchitecture } from "../words/architecture.js";

/**
 * What is drawn of one benchmark: quality against score, a panel a row. The request has to ask for networks.
 *
 * @param kind our proxies, or what was published with the benchmark
 * @param lines for each network its architecture in words, which its points then say. Default: they do not
 */
export function evaluationSpec(
  evaluation: EvaluationOutcome,
  kind: EvaluationRow["kind"] = "proxy",
  lines?: readonly string[],
): VegaLiteSpec {
  const { benchmark, reading, quality, groups, results, networks = [] } = evaluation;
  return evaluationPlot({
    benchmark,
    reading,
    quality,
    groupLabel: groups === undefined ? "depth × hidden" : "recipe",
    ...(kind === "published" ? { title: `How published scores rank ${benchmark}` } : {}),
    panels: results.filter((row) => row.kind === kind).map((row) => panelOf(row, networks, lines)),
  });
}

function panelOf(
  row: EvaluationRow,
  networks: readonly EvaluatedNetwork[],
  lines: readonly string[] | undefined,
) {
  const name = rowName(row);
  return {
    proxy: row.proxy,
    alpha: row.alpha,
    spearman: row.spearman ?? Number.NaN,
    kendall: row.kendall ?? Number.NaN,
    points: networks.flatMap(({ id, quality, depth, hidden, group, scores }, index) => {
      const score = Object.hasOwn(scores, name) ? scores[name] : undefined;
      if (score === undefined) return [];
      const said = lines ? { name: id, architecture: lines[index] as string } : {};
      return [{ score, quality, group: group ?? `${depth} × ${hidden}`, ...said }];
    }),
  };
}

/** The architecture of each network in one line. */
export const networkLines = (networks: readonly EvaluatedNetwork[]): string[] =>
  networks.map(({ architecture }) => architectureLine(documentedArchitecture(architecture)));
