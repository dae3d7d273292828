import type { Evaluation, RankingReport } from "@zerolm/core";
import Papa from "papaparse";
import { readingNotes } from "../../data/reading-notes.js";
import type { ProxyFlags } from "../../options/proxy.js";
import { correlationText, counted } from "../../output/numbers.js";
import { tunedOn } from "../../output/proxy.js";
import { printable } from "../../output/text.js";
import { type BelowBest, belowBest } from "./evaluate-best.js";
import { belowBestColumn, type FigureColumn, figures } from "./evaluate-columns.js";
import { nameOf, titleOf } from "./evaluate-document.js";
import { type Outcome, rowsOf } from "./evaluate-judge.js";
import { settingsOf } from "./evaluate-settings.js";

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

/** All figures in full, a row a proxy and benchmark. A cell of text that a spreadsheet would run as a formula is quoted. */
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
  return `${Papa.unparse({ fields, data }, { newline: "\n", escapeFormulae: /^[-=+@\t\r]/ })}\n`;
}

function csvRow({ benchmark, alpha }: Outcome, row: Evaluation, against: BelowBest | undefined): Cell[] {
  const { proxy, kind, entries, report } = row;
  const source = row.alpha === undefined ? undefined : alpha?.source;
  const fitted = kind === "proxy" ? tunedOn(proxy) : undefined;
  return [
    ...[benchmark.name, benchmark.reading, proxy, kind, row.alpha, source, fitted, entries.length],
    ...numbers.map((name) => report[name]),
    ...intervals.flatMap((name) => report[name] ?? [undefined, undefined]),
    ...[against?.verdict, against?.p],
  ];
}

/** Which published scores some networks lack: their figures are of fewer networks than those beside them. */
export function partlyText({ benchmark, evaluations }: Outcome): string[] {
  const partly = evaluations.filter(({ entries }) => entries.length < benchmark.entries.length);
  if (partly.length === 0) return [];
  const counts = partly.map((row) => `${printable(nameOf(row))} by ${row.entries.length}`);
  return [`judged by the networks that have a score, and not compared: ${counts.join(", ")}`];
}

/** Which published scores rank the wrong way round, and what they would be worth turned round. */
export function reversedText({ evaluations }: Outcome): string[] {
  const reversed = evaluations.filter(({ kind, report }) => kind === "published" && report.reversed);
  if (reversed.length === 0) return [];
  const taus = reversed.map(
    (row) => `${printable(nameOf(row))} ${correlationText(-(row.report.kendall ?? 0))}`,
  );
  return [`rank the wrong way round (τ if turned round): ${taus.join(", ")}`];
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
export function markdownOf(outcomes: readonly Outcome[], flags: ProxyFlags): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(" | ")} |`;
  const parts = outcomes.map((outcome) => [
    `## ${markdownText(titleOf(outcome.benchmark))}`,
    "",
    captionOf(outcome, flags, markdownText),
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
export function latexOf(outcomes: readonly Outcome[], flags: ProxyFlags): string {
  const line = (cells: readonly string[]): string => `${cells.map(latexText).join(" & ")} \\\\`;
  const parts = outcomes.map((outcome) => [
    "\\begin{table}",
    "\\centering",
    `\\caption{${latexText(titleOf(outcome.benchmark))}. ${captionOf(outcome, flags, latexText)}}`,
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
export function captionOf(
  outcome: Outcome,
  flags: ProxyFlags,
  escaped: (text: string) => string = (text) => text,
): string {
  const { benchmark, evaluations, pairs } = outcome;
  const published = evaluations.some(({ kind }) => kind === "published");
  const said = [
    `${benchmark.entries.length} trained networks, ${printable(benchmark.quality)}`,
    ...settingsOf(outcome, flags),
    `cells: ${counted(pairs.withinGroups, "pair")} of networks, size: ${counted(pairs.matchedSize, "pair")}`,
    ...readingNotes(benchmark),
    ...partlyText(outcome),
    ...reversedText(outcome),
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
