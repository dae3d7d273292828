import type { Evaluation } from "@zerolm/core";
import { correlationText, intervalText } from "@zerolm/view";
import { belowBestText } from "./evaluate-best.js";
import type { Outcome } from "./evaluate-judge.js";

/** A column of figures for people: its heading, and what a row has in it. */
export type FigureColumn = readonly [heading: string, text: (row: Evaluation) => string];

/** Every figure that tables show; terminal, Markdown, LaTeX and page choose from these. */
export const figures = {
  spearman: ["ρ", ({ report }) => correlationText(report.spearman)],
  spearmanInterval: ["95 %", ({ report }) => intervalText(report.spearmanCI)],
  kendall: ["τ", ({ report }) => correlationText(report.kendall)],
  kendallInterval: ["95 %", ({ report }) => intervalText(report.kendallCI)],
  cells: ["cells", ({ report }) => correlationText(report.kendallWithinGroups)],
  size: ["size", ({ report }) => correlationText(report.kendallMatchedSize)],
  partial: ["partial", ({ report }) => correlationText(report.partialSpearman)],
  regret: ["regret", regretText],
  ndcg: ["NDCG", ({ report }) => correlationText(report.ndcg)],
  topTen: ["top 10", (row) => (choosesSome(row) ? correlationText(row.report.precision) : "n/a")],
  tauA: ["τ-a", ({ report }) => correlationText(report.kendallTauA)],
  tauAInterval: ["95 %", ({ report }) => intervalText(report.kendallTauACI)],
  pairs: ["pairs", ({ report }) => correlationText(report.pairwiseAccuracy)],
  pairsInterval: ["95 %", ({ report }) => intervalText(report.pairwiseAccuracyCI)],
  scores: ["scores", ({ report }) => String(report.distinctScores)],
} as const satisfies Readonly<Record<string, FigureColumn>>;

/** Whether a row is below the best; no column where nothing was compared. */
export const belowBestColumn = (outcome: Outcome): FigureColumn[] =>
  outcome.differences.length > 0 ? [["below best", belowBestText(outcome)]] : [];

/** The 10 that score highest are a choice only where there are more. */
export const choosesSome = ({ entries }: Evaluation): boolean => entries.length > 10;

/** Quality lost, in two digits after the point; in more where all the qualities lie closer together than 1. */
function regretText(row: Evaluation): string {
  const { topKRegret: regret } = row.report;
  if (regret === undefined || !choosesSome(row)) return "n/a";
  if (regret >= 1e6) return regret.toPrecision(3);
  const qualities = row.entries.map(({ quality }) => quality).sort((one, other) => one - other);
  const spread = (qualities.at(-1) as number) - (qualities[0] as number);
  return regret.toFixed(Math.min(Math.max(2, 2 - Math.floor(Math.log10(spread))), 12));
}
