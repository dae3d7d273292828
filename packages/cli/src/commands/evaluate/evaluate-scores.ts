import { cost, type Evaluation } from "@zerolm/core";
import { csvText } from "../../output/csv.js";
import { nameOf } from "./evaluate-document.js";
import type { Outcome } from "./evaluate-judge.js";

/** The scores of every network as CSV, a row a network and a column a proxy; a cell is empty without a score. */
export function scoresOf(outcomes: readonly Outcome[]): string {
  const names = [...new Set(outcomes.flatMap(({ evaluations }) => evaluations.map(nameOf)))];
  const fields = [
    "benchmark",
    "reading",
    "id",
    "group",
    "quality",
    "depth",
    "hidden",
    "parameters",
    ...names,
  ];
  return csvText(
    fields,
    outcomes.flatMap((outcome) => rowsOf(outcome, names)),
  );
}

function rowsOf(
  { benchmark, evaluations }: Outcome,
  names: readonly string[],
): (string | number | undefined)[][] {
  const scores = new Map(evaluations.map((one) => [nameOf(one), scoresIn(one)]));
  return benchmark.entries.map((entry) => [
    ...[
      benchmark.name,
      benchmark.reading,
      entry.id,
      entry.group,
      entry.quality,
      entry.macro.depth,
      entry.macro.hidden,
    ],
    cost(entry.architecture).parameters.total,
    ...names.map((name) => scores.get(name)?.get(entry)),
  ]);
}

const scoresIn = ({ entries, scores }: Evaluation): ReadonlyMap<Evaluation["entries"][number], number> =>
  new Map(entries.map((entry, index) => [entry, scores[index] as number]));
