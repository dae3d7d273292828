import type { Evaluation, RankingReport } from "@zerolm/core";
import Papa from "papaparse";
import type { ProxyFlags } from "../../options/proxy.js";
import { correlationText, counted, intervalText } from "../../output/numbers.js";
import { tunedOn } from "../../output/proxy.js";
import { printable } from "../../output/text.js";
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

const intervals = ["spearmanCI", "kendallCI", "kendallTauACI", "pairwiseAccuracyCI"] as const;

/** All figures in full, a row a proxy and benchmark. A cell of text that a spreadsheet would run as a formula is quoted. */
export function csvOf(outcomes: readonly Outcome[]): string {
  const fields = [
    ...["benchmark", "inventory", "proxy", "kind", "alpha", "alphaSource", "tunedOn", "architectures"],
    ...numbers,
    ...intervals.flatMap((name) => [`${name}Low`, `${name}High`]),
  ];
  const data = outcomes.flatMap((outcome) => rowsOf(outcome).map((row) => csvRow(outcome, row)));
  return `${Papa.unparse({ fields, data }, { newline: "\n", escapeFormulae: /^[-=+@\t\r]/ })}\n`;
}

function csvRow({ benchmark, alpha }: Outcome, row: Evaluation): Cell[] {
  const { proxy, kind, entries, report } = row;
  const source = row.alpha === undefined ? undefined : alpha?.source;
  const fitted = kind === "proxy" ? tunedOn(proxy) : undefined;
  return [
    ...[benchmark.name, benchmark.inventory, proxy, kind, row.alpha, source, fitted, entries.length],
    ...numbers.map((name) => report[name]),
    ...intervals.flatMap((name) => report[name] ?? [undefined, undefined]),
  ];
}

export const headings = [
  "ranked by",
  "ρ",
  "95 %",
  "τ",
  "95 %",
  "cells",
  "size",
  "partial",
  "regret",
  "NDCG",
  "top 10",
];

/** A row for people to read: a minus is no hyphen, and an interval shows where its dash is. */
export function shownRow(row: Evaluation): string[] {
  const alpha = row.alpha === undefined ? "" : ` (α ${Number(row.alpha.toFixed(3))})`;
  const figures = figuresOf(row).map((text) => text.replaceAll("-", "−"));
  return [`${printable(nameOf(row))}${alpha}`, ...figures];
}

function figuresOf({ report }: Evaluation): string[] {
  return [
    correlationText(report.spearman),
    intervalText(report.spearmanCI),
    correlationText(report.kendall),
    intervalText(report.kendallCI),
    correlationText(report.kendallWithinGroups),
    correlationText(report.kendallMatchedSize),
    correlationText(report.partialSpearman),
    report.topKRegret?.toFixed(2) ?? "n/a",
    correlationText(report.ndcg),
    correlationText(report.precision),
  ];
}

/** A heading and a table for each benchmark. */
export function markdownOf(outcomes: readonly Outcome[], flags: ProxyFlags): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(" | ")} |`;
  const parts = outcomes.map((outcome) => [
    `## ${markdownText(titleOf(outcome.benchmark))}`,
    "",
    captionOf(outcome, flags, markdownText),
    "",
    line(headings),
    `|---|${"---:|".repeat(headings.length - 1)}`,
    ...rowsOf(outcome).map((row) => line(shownRow(row))),
    "",
  ]);
  return parts.flat().join("\n");
}

/** A table of `booktabs` for each benchmark. */
export function latexOf(outcomes: readonly Outcome[], flags: ProxyFlags): string {
  const line = (cells: readonly string[]): string => `${cells.map(latexText).join(" & ")} \\\\`;
  const parts = outcomes.map((outcome) => [
    "\\begin{table}",
    "\\centering",
    `\\caption{${latexText(titleOf(outcome.benchmark))}. ${captionOf(outcome, flags, latexText)}}`,
    `\\begin{tabular}{l${"r".repeat(headings.length - 1)}}`,
    "\\toprule",
    line(headings),
    "\\midrule",
    ...rowsOf(outcome).map((row) => line(shownRow(row))),
    "\\bottomrule",
    "\\end{tabular}",
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
    ...(published ? ["†: published with the benchmark"] : []),
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
