import type { RankingReport } from "@zerolm/core";
import { type EvaluationOutcome, type EvaluationRow, rowName } from "@zerolm/tasks";
import { csvText } from "../blocks/csv.js";
import { counted } from "../words/numbers.js";
import { printable } from "../words/text.js";
import { type BelowBest, belowBest } from "./below-best.js";
import { belowBestColumn, type FigureColumn, figuresOf } from "./figures.js";
import { notesOf, settingsOf } from "./notes.js";
import { evaluationTitle, judgedBy, rowsOf } from "./rows.js";

type Cell = string | number | undefined;

/** Every statistic that is one number, by its name in JSON. */
const numbers = [
  "spearman",
  "kendall",
  "kendallTauA",
  "pairwiseAccuracy",
  "kendallWithinGroups",
  "kendallMatchedSize",
  "partialSpearman",
  "topKRegret",
  "ndcg",
  "precision",
  "distinctScores",
] as const satisfies readonly (keyof RankingReport)[];

const intervals = [
  "spearmanCI",
  "kendallCI",
  "kendallTauACI",
  "pairwiseAccuracyCI",
  "kendallWithinGroupsCI",
  "kendallMatchedSizeCI",
] as const;

/** All figures in full, a row a proxy and benchmark. */
export function evaluationsCsv(evaluations: readonly EvaluationOutcome[]): string {
  const fields = [
    ...["benchmark", "reading", "proxy", "kind", "alpha", "alphaSource", "tunedOn", "architectures"],
    ...numbers,
    ...intervals.flatMap((name) => [`${name}Low`, `${name}High`]),
    ...["belowBest", "belowBestP"],
  ];
  const data = evaluations.flatMap((evaluation) => {
    const against = belowBest(evaluation);
    return rowsOf(evaluation).map((row) => csvRow(evaluation, row, against(row)));
  });
  return csvText(fields, data);
}

function csvRow(evaluation: EvaluationOutcome, row: EvaluationRow, against: BelowBest | undefined): Cell[] {
  const { benchmark, reading, alphaSource } = evaluation;
  const source = row.alpha === undefined ? undefined : alphaSource;
  const judged = judgedBy(row, evaluation);
  return [
    ...[benchmark, reading, row.proxy, row.kind, row.alpha, source, row.tunedOn, judged],
    ...numbers.map((name) => row[name]),
    ...intervals.flatMap((name) => row[name] ?? [undefined, undefined]),
    ...[against?.verdict, against?.p],
  ];
}

const nameColumn: FigureColumn = ["ranked by", (row) => `${printable(rowName(row))}${alphaText(row)}`];

/** The columns of the two tables of a page. */
function pageColumns(evaluation: EvaluationOutcome): readonly (readonly FigureColumn[])[] {
  const figures = figuresOf(evaluation);
  return [
    [
      nameColumn,
      ...[figures.spearman, figures.spearmanInterval, figures.kendall, figures.kendallInterval],
      ...[figures.cells, figures.size, figures.partial, figures.regret, figures.ndcg, figures.top],
    ],
    [
      nameColumn,
      ...[figures.tauA, figures.tauAInterval, figures.pairs, figures.pairsInterval, figures.scores],
      ...belowBestColumn(evaluation),
    ],
  ];
}

/** A table for people: names on the left, figures on the right. */
export interface ShownTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a benchmark says of its proxies, in tables that are no wider than a page. */
export const shownTables = (evaluation: EvaluationOutcome): readonly ShownTable[] =>
  pageColumns(evaluation).map((columns) => ({
    headings: columns.map(([heading]) => heading),
    rows: rowsOf(evaluation).map((row) => columns.map(([, text], index) => shownCell(text(row), index))),
  }));

/** In figures a minus is no hyphen, so that an interval shows where its dash is. */
const shownCell = (text: string, column: number): string => (column === 0 ? text : text.replaceAll("-", "−"));

const alphaText = ({ alpha }: EvaluationRow): string =>
  alpha === undefined ? "" : ` (α ${Number(alpha.toFixed(3))})`;

/** A heading and tables for each benchmark. */
export function evaluationsMarkdown(evaluations: readonly EvaluationOutcome[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(" | ")} |`;
  const parts = evaluations.map((evaluation) => [
    `## ${markdownText(evaluationTitle(evaluation))}`,
    "",
    captionOf(evaluation, markdownText),
    "",
    ...shownTables(evaluation).flatMap(({ headings, rows }) => [
      line(headings),
      `|---|${"---:|".repeat(headings.length - 1)}`,
      ...rows.map(line),
      "",
    ]),
  ]);
  return parts.flat().join("\n");
}

/** Two tables of `booktabs` for each benchmark, in one float. */
export function evaluationsLatex(evaluations: readonly EvaluationOutcome[]): string {
  const line = (cells: readonly string[]): string => `${cells.map(latexText).join(" & ")} \\\\`;
  const parts = evaluations.map((evaluation) => [
    "\\begin{table}",
    "\\centering",
    `\\caption{${latexText(evaluationTitle(evaluation))}. ${captionOf(evaluation, latexText)}}`,
    ...shownTables(evaluation).flatMap(({ headings, rows }, index) => [
      ...(index === 0 ? [] : ["\\par\\bigskip"]),
      `\\begin{tabular}{l${"r".repeat(headings.length - 1)}}`,
      "\\toprule",
      line(headings),
      "\\midrule",
      ...rows.map(line),
      "\\bottomrule",
      "\\end{tabular}",
    ]),
    "\\end{table}",
    "",
  ]);
  return parts.flat().join("\n");
}

/** What the figures of a benchmark are of, and how they came about. */
export function captionOf(
  evaluation: EvaluationOutcome,
  escaped: (text: string) => string = (text) => text,
): string {
  const { architectures, quality, groups, pairs, results } = evaluation;
  const said = [
    `${architectures} trained networks, ${printable(quality)}`,
    ...(groups === undefined ? [] : [`${groups} groups, compared only within a group`]),
    ...settingsOf(evaluation),
    `cells: ${counted(pairs.withinGroups, "pair")} of networks, size: ${counted(pairs.matchedSize, "pair")}`,
    ...notesOf(evaluation),
    ...(results.some(({ kind }) => kind === "published")
      ? ["†: published with the benchmark, with its sign unless flipped (−)"]
      : []),
  ];
  return said.map((text) => `${escaped(text)}.`).join(" ");
}

const markdownText = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>|#]/g, "\\$&");

const latexCharacters: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  ρ: "$\\rho$",
  τ: "$\\tau$",
  α: "$\\alpha$",
  "†": "\\textdagger{}",
  "×": "$\\times$",
  "−": "$-$",
  "<": "$<$",
  ">": "$>$",
  "|": "$|$",
  "–": "--",
};

const latexText = (text: string): string =>
  text.replaceAll(
    /[\\{}~^ρτα†×−–<>|]|[#$%&_]/gu,
    (character) => latexCharacters[character] ?? `\\${character}`,
  );
