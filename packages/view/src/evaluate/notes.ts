import { type EvaluationOutcome, type EvaluationRow, rowName } from "@zerolm/tasks";
import { readingNotes } from "../benchmarks/reading-notes.js";
import { correlationText, counted, fullCount } from "../words/numbers.js";
import { proxyText } from "../words/proxy.js";
import { printable } from "../words/text.js";
import { judgedBy } from "./rows.js";

/** How the proxies of a benchmark were computed, a text each: their options, where alpha came from, what a proxy was tuned on. */
export const settingsOf = ({ results }: EvaluationOutcome): string[] =>
  results.flatMap((row) => {
    const text = row.kind === "proxy" ? proxyText(row) : printable(row.proxy);
    return text === printable(row.proxy) ? [] : [text];
  });

/** What has to be known of rows: which networks the reader left out, which are of fewer networks than those beside them, which rank the wrong way round, what is missing. */
export const notesOf = (evaluation: EvaluationOutcome): string[] => [
  ...readingNotes(evaluation),
  ...partlyText(evaluation),
  ...reversedText(evaluation),
  ...(evaluation.unjudged ?? []).map((text) => `not evaluated: ${printable(text)}`),
  ...(evaluation.interrupted ? ["interrupted: rows that are missing here were not evaluated"] : []),
];

function partlyText(evaluation: EvaluationOutcome): string[] {
  const partly = evaluation.results.filter((row) => judgedBy(row, evaluation) < evaluation.architectures);
  const counts = partly.map((row) => `${printable(rowName(row))} on ${judgedBy(row, evaluation)}`);
  const reasons = partly.flatMap(({ missing }) => (missing ? [reasonText(missing)] : []));
  return [
    ...(counts.length > 0
      ? [`evaluated only on the networks that have a score, and not compared: ${counts.join(", ")}`]
      : []),
    ...reasons,
    ...unmatchedText(evaluation),
  ];
}

const reasonText = ({ count, first }: { readonly count: number; readonly first: string }): string =>
  `${printable(first)}${count > 1 ? `, and ${counted(count - 1, "more network")} without a score` : ""}`;

/** Once for each file of scores, however many columns it has. */
function unmatchedText({ results }: EvaluationOutcome): string[] {
  const foreign = new Map<string, string>();
  for (const { scoresOf = "", unmatchedRows = 0, fileRows = 0 } of results)
    if (unmatchedRows > 0)
      foreign.set(
        scoresOf,
        `${printable(scoresOf)}: ${fullCount(unmatchedRows)} of its ${counted(fileRows, "row")} match no network here`,
      );
  return [...foreign.values()];
}

/** Scores that somebody else computed may fall with quality. */
function reversedText({ results }: EvaluationOutcome): string[] {
  const reversed = results.filter((row) => row.reversed && isForeign(row));
  if (reversed.length === 0) return [];
  const taus = reversed.map((row) => `${printable(rowName(row))} ${correlationText(-(row.kendall ?? 0))}`);
  return [`scores that rank in reverse order, with their τ under --flip: ${taus.join(", ")}`];
}

const isForeign = ({ kind, scoresOf }: EvaluationRow): boolean =>
  kind === "published" || scoresOf !== undefined;
