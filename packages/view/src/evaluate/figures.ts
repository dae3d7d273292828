import type { EvaluationOutcome, EvaluationRow } from "@zerolm/tasks";
import { correlationText, intervalText } from "../words/numbers.js";
import { belowBestText } from "./below-best.js";
import { choosesSome } from "./rows.js";

/** A column of figures for people: its heading, and what a row has in it. */
export type FigureColumn = readonly [heading: string, text: (row: EvaluationRow) => string];

/** Every figure that tables show; terminal, Markdown, LaTeX and page choose from these. */
export const figuresOf = (evaluation: EvaluationOutcome) =>
  ({
    spearman: ["ρ", ({ spearman }) => correlationText(spearman)],
    spearmanInterval: ["95 %", ({ spearmanCI }) => intervalText(spearmanCI)],
    kendall: ["τ", ({ kendall }) => correlationText(kendall)],
    kendallInterval: ["95 %", ({ kendallCI }) => intervalText(kendallCI)],
    cells: ["cells", ({ kendallWithinGroups }) => correlationText(kendallWithinGroups)],
    cellsInterval: ["95 %", ({ kendallWithinGroupsCI }) => intervalText(kendallWithinGroupsCI)],
    size: ["size", ({ kendallMatchedSize }) => correlationText(kendallMatchedSize)],
    sizeInterval: ["95 %", ({ kendallMatchedSizeCI }) => intervalText(kendallMatchedSizeCI)],
    partial: ["partial", ({ partialSpearman }) => correlationText(partialSpearman)],
    regret: ["regret", (row) => (choosesSome(row, evaluation) ? regretText(row) : "n/a")],
    ndcg: ["NDCG", ({ ndcg }) => correlationText(ndcg)],
    top: [
      `top ${evaluation.top}`,
      (row) => (choosesSome(row, evaluation) ? correlationText(row.precision) : "n/a"),
    ],
    tauA: ["τ-a", ({ kendallTauA }) => correlationText(kendallTauA)],
    tauAInterval: ["95 %", ({ kendallTauACI }) => intervalText(kendallTauACI)],
    pairs: ["pairs", ({ pairwiseAccuracy }) => correlationText(pairwiseAccuracy)],
    pairsInterval: ["95 %", ({ pairwiseAccuracyCI }) => intervalText(pairwiseAccuracyCI)],
    scores: ["scores", ({ distinctScores }) => String(distinctScores)],
  }) as const satisfies Readonly<Record<string, FigureColumn>>;

/** Whether a row is below the best; no column if nothing was compared. */
export const belowBestColumn = (evaluation: EvaluationOutcome): FigureColumn[] =>
  evaluation.differences.length > 0 ? [["below best", belowBestText(evaluation)]] : [];

/** Quality lost, in two digits after the point; in more if all the qualities lie closer together than 1. */
function regretText({ topKRegret: regret, qualitySpread }: EvaluationRow): string {
  if (regret === undefined) return "n/a";
  if (regret >= 1e6) return regret.toPrecision(3);
  return regret.toFixed(Math.min(Math.max(2, 2 - Math.floor(Math.log10(qualitySpread))), 12));
}
