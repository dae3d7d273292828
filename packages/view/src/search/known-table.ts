import { type Column, right, type Table, table } from "../blocks/block.js";
import { flopsText, scoreText, shortCount } from "../words/numbers.js";
import { percentText } from "../words/percent.js";
import type { SearchOutcome } from "./search-view.js";

/** The columns of known models beside an answer. */
export const knownColumns = (outcome: SearchOutcome): readonly Column[] => [
  { heading: "known model" },
  ...["parameters", "FLOPs", "hidden", "depth", "score"].map(right),
  ...(hasGaps(outcome) ? [right("gap")] : []),
];

/** Whether any model is compared with the space at its own size. */
export const hasGaps = ({ known = [] }: SearchOutcome): boolean =>
  known.some(({ equivalentSize }) => equivalentSize !== undefined);

/** Their rows. */
export function knownRows(outcome: SearchOutcome): string[][] {
  const gaps = hasGaps(outcome);
  return (outcome.known ?? []).map(
    ({ name, parameters, flops, hidden, depth, score, equivalentSize: gap }) => [
      ...[name, shortCount(parameters), flopsText(flops), String(hidden), String(depth), scoreText(score)],
      ...(gaps ? [gap === undefined ? "–" : percentText(gap)] : []),
    ],
  );
}

/** Known models of the kind of the answer, nearest in size; nothing if there are none. */
export const knownTable = (outcome: SearchOutcome): Table[] =>
  outcome.known?.length
    ? [table(knownColumns(outcome), knownRows(outcome), "Known models of about this size:")]
    : [];

/** What their gap is. */
export const knownNote =
  "gap of a known model: the same at its own size and vocabulary. 0.0 %: nothing in the space scores higher there. –: the space has no such size.";
