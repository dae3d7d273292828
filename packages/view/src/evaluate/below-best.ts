import { type EvaluationOutcome, type EvaluationRow, rowName } from "@zerolm/tasks";
import { rowsOf } from "./rows.js";

/** Differences with a corrected p below this are called so. */
export const significance = 0.05;

/** Whether a row is below the best in τ: `yes` if it is and no chance, `no` if that cannot be told. */
export interface BelowBest {
  readonly verdict: "best" | "yes" | "no";
  /** Corrected over all pairs of rows; missing for the best. */
  readonly p?: number;
}

/** What is to be said of each row; nothing of one that is not compared. */
export function belowBest(evaluation: EvaluationOutcome): (row: EvaluationRow) => BelowBest | undefined {
  const best = bestOf(evaluation);
  return (row) => {
    const name = rowName(row);
    if (name === best) return { verdict: "best" };
    const pair = evaluation.differences.find(
      ({ first, second }) => (first === name && second === best) || (first === best && second === name),
    );
    return pair && { verdict: pair.adjusted < significance ? "yes" : "no", p: pair.adjusted };
  };
}

/** The row with the highest τ of those that are compared. Scores that some networks lack are not, nor are baselines. */
function bestOf(evaluation: EvaluationOutcome): string | undefined {
  const tau = (row: EvaluationRow): number => row.kendall ?? Number.NEGATIVE_INFINITY;
  const compared = new Set(evaluation.differences.flatMap(({ first, second }) => [first, second]));
  const [first, ...rest] = rowsOf(evaluation).filter((row) => compared.has(rowName(row)));
  return first && rowName(rest.reduce((one, other) => (tau(other) > tau(one) ? other : one), first));
}

/** The same in words: `best`, `yes <.001`, `no .243`. */
export function belowBestText(evaluation: EvaluationOutcome): (row: EvaluationRow) => string {
  const against = belowBest(evaluation);
  return (row) => {
    const { verdict = "n/a", p } = against(row) ?? {};
    return p === undefined ? verdict : `${verdict} ${pText(p)}`;
  };
}

const pText = (p: number): string => (p < 0.001 ? "<.001" : p.toFixed(3).replace(/^0/, ""));
