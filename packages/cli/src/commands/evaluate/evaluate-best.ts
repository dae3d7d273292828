import type { Evaluation } from "@zerolm/core";
import { type Outcome, rowsOf } from "./evaluate-judge.js";

/** Differences with a corrected p below this are called so. */
export const significance = 0.05;

/** Whether a row is below the best in τ: `yes` where it is and no chance, `no` where that cannot be told. */
export interface BelowBest {
  readonly verdict: "best" | "yes" | "no";
  /** Corrected over all pairs of rows; missing for the best. */
  readonly p?: number;
}

/** What is to be said of each row; nothing of one that is not compared. */
export function belowBest(outcome: Outcome): (row: Evaluation) => BelowBest | undefined {
  const best = bestOf(outcome);
  return (row) => {
    if (row === best) return { verdict: "best" };
    const pair = outcome.differences.find(
      ({ first, second }) => (first === row && second === best) || (first === best && second === row),
    );
    return pair && { verdict: pair.adjusted < significance ? "yes" : "no", p: pair.adjusted };
  };
}

/** The evaluation with the highest τ of those that are compared. Scores that some networks lack are not, nor are baselines. */
function bestOf(outcome: Outcome): Evaluation | undefined {
  const tau = (row: Evaluation): number => row.report.kendall ?? Number.NEGATIVE_INFINITY;
  const compared = new Set(outcome.differences.flatMap(({ first, second }) => [first, second]));
  const [first, ...rest] = rowsOf(outcome).filter((row) => compared.has(row));
  return first && rest.reduce((one, other) => (tau(other) > tau(one) ? other : one), first);
}

/** The same in words: `best`, `yes <.001`, `no .243`. */
export function belowBestText(outcome: Outcome): (row: Evaluation) => string {
  const against = belowBest(outcome);
  return (row) => {
    const { verdict = "n/a", p } = against(row) ?? {};
    return p === undefined ? verdict : `${verdict} ${pText(p)}`;
  };
}

const pText = (p: number): string => (p < 0.001 ? "<.001" : p.toFixed(3).replace(/^0/, ""));
