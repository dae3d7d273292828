import { type Evaluation, groupsOf, type RankingReport } from "@zerolm/core";
import { csvText } from "../../output/csv.js";
import { counted } from "../../output/numbers.js";
import { printable } from "../../output/text.js";
import { type BelowBest, belowBest } from "./evaluate-best.js";
import { belowBestColumn, type FigureColumn, figures } from "./evaluate-columns.js";
import { nameOf, titleOf } from "./evaluate-document.js";
import { type Outcome, rowsOf, type Timed } from "./evaluate-judge.js";
import { partlyText, settingsOf } from "./evaluate-settings.js";

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

const intervals = ["spearmanCI", "kendallCI", "kendallTauACI", "pairwiseAccuracyCI"] as const;

/** All figures in full, a row a proxy and benchmark. */
export function csvOf(outcomes: readonly Outcome[]): string {
  const fields = [
    ...["benchmark", "reading", "proxy", "kind", "alpha", "alphaSource", "tunedOn", "architectures"],
    ...numbers,
    ...intervals.flatMap((name) => [`${name}Low`, `${name}High`]),
    ...["belowBest", "belowBestP"],
  ];
  const data = outcomes.flatMap((outcome) => {
    const against = belowBest(outcome);
    return rowsOf(outcome).map((row) => csvRow(outcome, row, against(row)));
  });
  return csvText(fields, data);
}

function csvRow(
  { benchmark, alphaSource }: Outcome,
  row: Evaluation & Partial<Timed>,
  against: BelowBest | undefined,
): Cell[] {
  const { proxy, kind, entries, report } = row;
  const source = row.alpha === undefined ? undefined : alphaSource;
  const fitted = row.about?.tunedOn;
  return [
    ...[benchmark.name, benchmark.reading, proxy, kind, row.alpha, source, fitted, entries.length],
    ...numbers.map((name) => report[name]),
    ...intervals.flatMap((name) => report[name] ?? [undefined, undefined]),
    ...[against?.verdict, against?.p],
  ];
}

const nameColumn: FigureColumn = ["ranked by", (row) => `${printable(nameOf(row))}${alphaText(row)}`];

/** The columns of the two tables of a page. */
const pageColumns = (outcome: Outcome): readonly (readonly FigureColumn[])[] => [
  [
    nameColumn,
    ...[figures.spearman, figures.spearmanInterval, figures.kendall, figures.kendallInterval],
    ...[figures.cells, figures.size, figures.partial, figures.regret, figures.ndcg, figures.topTen],
  ],
  [
    nameColumn,
    ...[figures.tauA, figures.tauAInterval, figures.pairs, figures.pairsInterval, figures.scores],
    ...belowBestColumn(outcome),
  ],
];

/** A table for people: names on the left, figures on the right. */
export interface ShownTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a benchmark said of its proxies, in tables that are no wider than a page. */
export const shownTables = (outcome: Outcome): readonly ShownTable[] =>
  pageColumns(outcome).map((columns) => ({
    headings: columns.map(([heading]) => heading),
    rows: rowsOf(outcome).map((row) => columns.map(([, text], index) => shownCell(text(row), index))),
  }));

/** In figures a minus is no hyphen, so that an interval shows where its dash is. */
const shownCell = (text: string, column: number): string => (column === 0 ? text : text.replaceAll("-", "−"));

const alphaText = ({ alpha }: Evaluation): string =>
  alpha === undefined ? "" : ` (α ${Number(alpha.toFixed(3))})`;

/** A heading and tables for each benchmark. */
export function markdownOf(outcomes: readonly Outcome[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(" | ")} |`;
  const parts = outcomes.map((outcome) => [
    `## ${markdownText(titleOf(outcome.benchmark))}`,
    "",
    captionOf(outcome, markdownText),
    "",
    ...shownTables(outcome).flatMap(({ headings, rows }) => [
      line(headings),
      `|---|${"---:|".repeat(headings.length - 1)}`,
      ...rows.map(line),
      "",
    ]),
  ]);
  return parts.flat().join("\n");
}

/** Two tables of `booktabs` for each benchmark, in one float. */
export function latexOf(outcomes: readonly Outcome[]): string {
  const line = (cells: readonly string[]): string => `${cells.map(latexText).join(" & ")} \\\\`;
  const parts = outcomes.map((outcome) => [
    "\\begin{table}",
    "\\centering",
    `\\caption{${latexText(titleOf(outcome.benchmark))}. ${captionOf(outcome, latexText)}}`,
    ...shownTables(outcome).flatMap(({ headings, rows }, index) => [
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
export function captionOf(outcome: Outcome, escaped: (text: string) => string = (text) => text): string {
  const { benchmark, evaluations, pairs } = outcome;
  const published = evaluations.some(({ kind }) => kind === "published");
  const groups = groupsOf(benchmark.entries);
  const said = [
    `${benchmark.entries.length} trained networks, ${printable(benchmark.quality)}`,
    ...(groups ? [`${new Set(groups).size} groups; only networks of one group are compared`] : []),
    ...settingsOf(outcome),
    `cells: ${counted(pairs.withinGroups, "pair")} of networks, size: ${counted(pairs.matchedSize, "pair")}`,
    ...partlyText(outcome),
    ...(published ? ["†: published with the benchmark, signs as they are"] : []),
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
