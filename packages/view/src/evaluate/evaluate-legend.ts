import type { EvaluationOutcome } from "@zerolm/tasks";
import { agreementLegend } from "./agreement-tables.js";
import { choosesSome, rowsOf } from "./rows.js";

/**
 * What the columns of all tables are, once for all benchmarks, a line each.
 *
 * @param details whether the second and the third table are shown
 */
export function evaluateLegend(evaluations: readonly EvaluationOutcome[], details: boolean): string[] {
  const [{ top = 10 } = {}] = evaluations;
  const isPublished = evaluations.some(({ results }) => results.some(({ kind }) => kind === "published"));
  const isAll = evaluations.some((one) => rowsOf(one).some((row) => !choosesSome(row, one)));
  return [
    "ρ: Spearman, τ: Kendall's τ-b, each with its 95 % bootstrap interval.",
    "cells: τ among networks of equal depth and hidden size.",
    "size: τ over pairs whose parameter counts differ by less than 10 %.",
    `regret: quality lost by training only the ${top} that score highest.`,
    ...(details ? detailsLegend(evaluations, top) : []),
    ...(details && evaluations.some(({ agreement }) => agreement) ? agreementLegend : []),
    ...(isPublished ? ["†: published with the benchmark, with its sign unless flipped (−)."] : []),
    "n/a: not defined. If all scores are equal, there is no ranking.",
    ...groupsLegend(evaluations, details, top),
    ...(isAll ? [allText(details, top)] : []),
    "The last two rows are baselines that use only depth and hidden size. Compare",
    "every proxy with them.",
    ...(details ? [] : ["More figures, such as partial ρ and NDCG: --details."]),
  ];
}

const detailsLegend = (evaluations: readonly EvaluationOutcome[], top: number): string[] => [
  "τ-a: Kendall's τ in which a pair with tied scores counts as 0. pairs: share of",
  "pairs in the right order. partial: ρ at equal parameter count.",
  `NDCG: quality of the ${top} that score highest, discounted by rank (maximum 1).`,
  `top ${top}: share of them among the ${top} best. scores: number of distinct scores.`,
  ...(evaluations.some(({ differences }) => differences.length > 0)
    ? [
        "below best: whether τ differs from the best row's, with p by the paired",
        "bootstrap, corrected over all pairs of rows (Holm).",
      ]
    : []),
];

function groupsLegend(evaluations: readonly EvaluationOutcome[], details: boolean, top: number): string[] {
  if (!evaluations.some(({ groups }) => groups !== undefined)) return [];
  return details
    ? [
        "With groups: pairs are counted within groups. ρ and partial are means of the",
        `groups, weighted by size. Regret, NDCG and top ${top}: groups of more than ${top}.`,
      ]
    : [
        "With groups: pairs are counted within groups. ρ is the mean over the groups,",
        `weighted by size. regret is over groups of more than ${top} networks.`,
      ];
}

const allText = (details: boolean, top: number): string =>
  details
    ? `With ${top} networks or fewer, regret and top ${top} are n/a.`
    : `With ${top} networks or fewer, regret is n/a.`;
