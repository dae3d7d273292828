import { proxyOutcome } from "@zerolm/tasks";
import { counted, printable, proxyText } from "@zerolm/view";
import { nameOf } from "./evaluate-document.js";
import type { Outcome } from "./evaluate-judge.js";

/** How the proxies of a benchmark were computed, a text each: their options, where alpha came from, what a proxy was tuned on. */
export const settingsOf = ({ evaluations }: Outcome): string[] =>
  evaluations.flatMap(({ about }) => {
    const text = about && proxyText(proxyOutcome(about));
    return text === undefined || text === printable(about?.proxy ?? "") ? [] : [text];
  });

/** Which networks some rows are not of, and why: their figures are of fewer networks than those beside them. */
export function partlyText({ benchmark, evaluations, unjudged }: Outcome): string[] {
  const partly = evaluations.filter(({ entries }) => entries.length < benchmark.entries.length);
  const counts = partly.map((row) => `${printable(nameOf(row))} by ${row.entries.length}`);
  const reasons = partly.flatMap(({ missing }) => (missing ? [reasonText(missing)] : []));
  const foreign = new Map(
    evaluations.flatMap(({ unmatched }) =>
      unmatched && unmatched.rows > 0 ? [[unmatched.file, unmatched]] : [],
    ),
  );
  return [
    ...(counts.length > 0
      ? [`judged by the networks that have a score, and not compared: ${counts.join(", ")}`]
      : []),
    ...reasons,
    ...[...foreign.values()].map(
      ({ file, rows, of }) =>
        `${printable(file)}: ${rows.toLocaleString("en-US")} of its ${counted(of, "row")} match no network here`,
    ),
    ...unjudged.map((text) => `not judged: ${printable(text)}`),
  ];
}

const reasonText = ({ count, first }: { readonly count: number; readonly first: string }): string =>
  `${printable(first)}${count > 1 ? `, and ${counted(count - 1, "more network")} without a score` : ""}`;
