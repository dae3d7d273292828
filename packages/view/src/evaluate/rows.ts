import type { EvaluationOutcome, EvaluationRow } from "@zerolm/tasks";

/** All rows of a table: proxies, published scores, and last what knows depth and hidden size alone. */
export const rowsOf = ({ results, baselines }: EvaluationOutcome): readonly EvaluationRow[] => [
  ...results,
  ...baselines,
];

/** How many networks a row was judged by. */
export const judgedBy = ({ architectures }: EvaluationRow, whole: EvaluationOutcome): number =>
  architectures ?? whole.architectures;

/** Whether some of the networks of a row are chosen by it: the `top` that score highest are a choice only if there are more. */
export const choosesSome = (row: EvaluationRow, whole: EvaluationOutcome): boolean =>
  judgedBy(row, whole) > whole.top;

/** `nas-bench-bert, trained`. */
export const evaluationTitle = ({
  benchmark,
  reading,
}: Pick<EvaluationOutcome, "benchmark" | "reading">): string =>
  reading === undefined ? benchmark : `${benchmark}, ${reading}`;
