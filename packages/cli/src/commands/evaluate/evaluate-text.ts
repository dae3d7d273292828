import type { Evaluation } from "@zerolm/core";
import { correlationText, counted, intervalText, secondsText } from "../../output/numbers.js";
import { type Column, table } from "../../output/table.js";
import { columnsOf, lineWidth, printable, wrapped } from "../../output/text.js";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { nameOf, titleOf } from "./evaluate-document.js";
import { type Outcome, rowsOf } from "./evaluate-judge.js";
import { settingsOf } from "./evaluate-settings.js";

/** Differences with a corrected p below this are called so. */
const significance = 0.05;

/** One benchmark for a terminal of 80 columns; {@link legendOf} says what its columns are. */
export function textOf(outcome: Outcome, flags: EvaluateFlags): string {
  const rows = rowsOf(outcome);
  return [...headOf(outcome, flags), "", orderTable(rows), "", detailTable(rows, outcome)].join("\n");
}

function headOf(outcome: Outcome, flags: EvaluateFlags): string[] {
  const { benchmark, pairs, seconds } = outcome;
  const { name, entries, quality, inventory } = benchmark;
  const reading = inventory === undefined ? "" : `, inventory ${inventory}`;
  return [
    `${name}: ${counted(entries.length, "trained network")}, ${printable(quality)}${reading}`,
    ...settingsOf(outcome, flags).map((setting) => wrapped(setting, "  ")),
    `cells: ${counted(pairs.withinGroups, "pair")} of networks; size: ${counted(pairs.matchedSize, "pair")}`,
    `scored and judged in ${secondsText(seconds)}`,
  ];
}

/** Room for the longest name of a proxy of ours. */
const nameWidth = 22;
const left: Column = { heading: "ranked by", maximum: nameWidth, cut: "inside" };
const right = (heading: string): Column => ({ heading, align: "right" });

function orderTable(rows: readonly Evaluation[]): string {
  const headings = ["ρ", "95 %", "τ", "95 %", "cells", "size", "regret"];
  const cells = rows.map((row) => [
    nameOf(row),
    correlationText(row.report.spearman),
    intervalText(row.report.spearmanCI),
    correlationText(row.report.kendall),
    intervalText(row.report.kendallCI),
    correlationText(row.report.kendallWithinGroups),
    correlationText(row.report.kendallMatchedSize),
    row.report.topKRegret?.toFixed(2) ?? "n/a",
  ]);
  const columns = headings.map(right);
  const drawn = table([left, ...columns], cells);
  // Intervals below 0 are wider; names make room for them.
  const excess = Math.max(0, ...drawn.split("\n").map((line) => columnsOf(line) - lineWidth));
  return excess === 0 ? drawn : table([{ ...left, maximum: nameWidth - excess }, ...columns], cells);
}

function detailTable(rows: readonly Evaluation[], { differences }: Outcome): string {
  const headings = ["τ-a", "pairs", "partial", "NDCG", "top 10", "scores"];
  const compared = differences.length > 0;
  const best = bestOf(rows);
  return table(
    [left, ...headings.map(right), ...(compared ? [right("below best")] : [])],
    rows.map((row) => [
      nameOf(row),
      correlationText(row.report.kendallTauA),
      correlationText(row.report.pairwiseAccuracy),
      correlationText(row.report.partialSpearman),
      correlationText(row.report.ndcg),
      correlationText(row.report.precision),
      String(row.report.distinctScores),
      ...(compared ? [againstBest(row, best, differences)] : []),
    ]),
  );
}

/** The evaluation with the highest τ that is no baseline. */
function bestOf(rows: readonly Evaluation[]): Evaluation | undefined {
  const tau = (row: Evaluation): number => row.report.kendall ?? Number.NEGATIVE_INFINITY;
  const [first, ...rest] = rows.filter(({ kind }) => kind !== "baseline");
  return first && rest.reduce((one, other) => (tau(other) > tau(one) ? other : one), first);
}

/** `yes` where a ranking is worse than the best and no chance, `no` where that cannot be told. */
function againstBest(
  row: Evaluation,
  best: Evaluation | undefined,
  differences: Outcome["differences"],
): string {
  if (row === best) return "best";
  const pair = differences.find(
    ({ first, second }) => (first === row && second === best) || (first === best && second === row),
  );
  if (!pair) return "n/a";
  const { adjusted } = pair;
  return adjusted < significance ? `yes ${pText(adjusted)}` : `no ${pText(adjusted)}`;
}

const pText = (p: number): string => (p < 0.001 ? "<.001" : p.toFixed(3).replace(/^0/, ""));

/** What the columns of all tables are, once for all benchmarks. */
export function legendOf(outcomes: readonly Outcome[]): string {
  const judged = outcomes.flatMap(({ evaluations }) => evaluations);
  return [
    "ρ: Spearman, τ: Kendall's τ-b, each with its 95 % bootstrap interval.",
    "cells: τ among networks of equal depth and hidden size.",
    "size: τ over pairs whose parameter counts differ by less than 10 %.",
    "regret: quality lost by training only the 10 that score highest.",
    "pairs: share of pairs in the right order. partial: ρ at equal parameter count.",
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
    ...(judged.some(({ report }) => report.kendall === undefined)
      ? ["n/a: not defined; a ranking in which all scores are equal is none."]
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
