import type { EvaluationOutcome } from "@zerolm/tasks";
import { right, type Table, table } from "../blocks/block.js";
import { correlationText } from "../words/numbers.js";

/** So many rankings fit beside their names in 80 columns. */
const mostRankings = 8;
/** Pairs that are shown, those with the largest gain. */
const mostPairs = 5;

/** τ of rankings with each other, and what pairs of them reach together; the JSON has all of them. */
export function agreementTables({ agreement }: EvaluationOutcome): Table[] {
  if (!agreement) return [];
  const { names, kendall, adds } = agreement;
  const shown = names.slice(0, mostRankings);
  const matrix = table(
    [{ heading: "τ with each other" }, ...shown.map((_, index) => right(String(index + 1)))],
    shown.map((name, row) => [
      `${row + 1} ${name}`,
      ...shown.map((_, column) => correlationText(kendall[row]?.[column] ?? undefined)),
    ]),
  );
  const pairs = table(
    [{ heading: "sum of normal scores" }, right("with each other"), right("τ"), right("gain")],
    adds
      .slice(0, mostPairs)
      .map(({ first, second, correlation, sum, gain }) => [
        `${first}+${second}`,
        ...[correlation, sum, gain].map(correlationText),
      ]),
  );
  return [matrix, pairs];
}

/** What the two tables show. */
export const agreementLegend: readonly string[] = [
  "τ with each other: Kendall's τ of two scores. Similar rankings are adjacent.",
  "gain: τ of the sum minus the better τ of the two. The largest of many gains is",
  "  an overestimate. Check it on another benchmark.",
];
