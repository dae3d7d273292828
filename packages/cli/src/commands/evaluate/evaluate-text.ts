import { type Evaluation, mostOver } from "@zerolm/core";
import { readingNotes } from "../../data/reading-notes.js";
import { correlationText, counted, secondsText } from "../../output/numbers.js";
import { type Column, table } from "../../output/table.js";
import { columnsOf, lineWidth, printable, wrapped } from "../../output/text.js";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { belowBestColumn, choosesSome, type FigureColumn, figures } from "./evaluate-columns.js";
import { nameOf, titleOf } from "./evaluate-document.js";
import { type Outcome, rowsOf } from "./evaluate-judge.js";
import { settingsOf } from "./evaluate-settings.js";
import { partlyText, reversedText } from "./evaluate-tables.js";

/** One benchmark for a terminal of 80 columns; {@link legendOf} says what its columns are. */
export function textOf(outcome: Outcome, flags: EvaluateFlags): string {
  const rows = rowsOf(outcome);
  const tables = tablesOf(outcome).map((columns) => fitted(columns, rows));
  return [...headOf(outcome, flags), ...tables.flatMap((drawn) => ["", drawn])].join("\n");
}

function headOf(outcome: Outcome, flags: EvaluateFlags): string[] {
  const { benchmark, pairs, seconds } = outcome;
  const { name, entries, quality, reading } = benchmark;
  const readAs = reading === undefined ? "" : `, reading ${reading}`;
  return [
    `${name}: ${counted(entries.length, "trained network")}, ${printable(quality)}${readAs}`,
    ...settingsOf(outcome, flags).map((setting) => wrapped(setting, "  ")),
    `cells: ${counted(pairs.withinGroups, "pair")} of networks; size: ${counted(pairs.matchedSize, "pair")}`,
    ...[...readingNotes(benchmark), ...partlyText(outcome), ...reversedText(outcome)].map((line) =>
      wrapped(line, "  "),
    ),
    `scored and judged in ${secondsText(seconds)}`,
  ];
}

/** Room for the longest name of a proxy of ours. */
const nameWidth = 22;
const left: Column = { heading: "ranked by", maximum: nameWidth, cut: "inside" };
const right = (heading: string): Column => ({ heading, align: "right" });

/** The columns of three tables: the order as a whole, pairs of networks, and what is chosen by it. */
const tablesOf = (outcome: Outcome): readonly (readonly FigureColumn[])[] => [
  [
    ...[figures.spearman, figures.spearmanInterval, figures.kendall, figures.kendallInterval],
    ...[figures.cells, figures.size, figures.regret],
  ],
  [figures.tauA, figures.tauAInterval, figures.pairs, figures.pairsInterval, figures.partial],
  [figures.ndcg, figures.topTen, figures.scores, ...belowBestColumn(outcome)],
];

/** A table in which long names make room where its figures need it. */
function fitted(figureColumns: readonly FigureColumn[], rows: readonly Evaluation[]): string {
  const columns = figureColumns.map(([heading]) => right(heading));
  const cells = rows.map((row) => [nameOf(row), ...figureColumns.map(([, text]) => text(row))]);
  const drawn = table([left, ...columns], cells);
  const excess = Math.max(0, ...drawn.split("\n").map((line) => columnsOf(line) - lineWidth));
  if (excess === 0) return drawn;
  const longest = mostOver(cells, ([name]) => columnsOf(printable(name as string)));
  return table([{ ...left, maximum: Math.min(nameWidth, longest) - excess }, ...columns], cells);
}

/** What the columns of all tables are, once for all benchmarks. */
export function legendOf(outcomes: readonly Outcome[]): string {
  const judged = outcomes.flatMap(({ evaluations }) => evaluations);
  return [
    "ρ: Spearman, τ: Kendall's τ-b, each with its 95 % bootstrap interval.",
    "cells: τ among networks of equal depth and hidden size.",
    "size: τ over pairs whose parameter counts differ by less than 10 %.",
    "regret: quality lost by training only the 10 that score highest.",
    "τ-a: τ to which a tie in score is no agreement. pairs: share of pairs in the",
    "right order. Each with its interval too. partial: ρ at equal parameter count.",
    "NDCG: how good the 10 that score highest are, at best 1. top 10: the share of",
    "them among the 10 best. scores: how many different ones.",
    ...(outcomes.some(({ differences }) => differences.length > 0)
      ? [
          "below best: whether τ differs from the best row's, with p by the paired",
          "bootstrap, corrected over all pairs of rows (Holm).",
        ]
      : []),
    ...(judged.some(({ kind }) => kind === "published")
      ? ["†: published with the benchmark, signs as they are."]
      : []),
    "n/a: not defined; where all scores are equal there is no ranking.",
    ...(judged.some((row) => !choosesSome(row))
      ? ["Of 10 networks or fewer those 10 are all of them: regret and top 10 are n/a."]
      : []),
    "The last two rows know depth and hidden size alone: a proxy is worth what it",
    "adds to them.",
  ].join("\n");
}

/** So many columns of τ fit beside the names. */
const columnsAtMost = 8;

/** Kendall's τ of every proxy on every benchmark. */
export function overviewText(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(rowsOf);
  // The baselines of all benchmarks come last, as in each table.
  const names = [
    ...new Set(
      ["proxy", "published", "baseline"].flatMap((kind) =>
        rows.filter((row) => row.kind === kind).map(nameOf),
      ),
    ),
  ];
  const parts = Array.from({ length: Math.ceil(outcomes.length / columnsAtMost) }, (_, part) => {
    const first = part * columnsAtMost;
    const shown = outcomes.slice(first, first + columnsAtMost);
    const cells = names.map((name) => [name, ...shown.map((one) => tauOf(one, name))]);
    return table([left, ...shown.map((_one, at) => right(`[${first + at + 1}]`))], cells);
  });
  return [
    "Kendall's τ-b on every benchmark",
    ...outcomes.map(({ benchmark }, index) => `[${index + 1}] ${titleOf(benchmark)}`),
    "",
    ...parts,
  ].join("\n");
}

function tauOf(outcome: Outcome, name: string): string {
  const row = rowsOf(outcome).find((one) => nameOf(one) === name);
  return row ? correlationText(row.report.kendall) : "";
}
