import { minimumEntries, type Range } from "@zerolm/core";
import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines } from "../blocks/block.js";
import { counted, scoreText, shortCount } from "../words/numbers.js";
import { printable, wrapped } from "../words/text.js";
import { readingNotes } from "./reading-notes.js";

type Outcome = OutcomeOf<"benchmarks import">;
type Line = readonly [what: string, text: string];

/** What a file or folder of trained networks holds. */
export function importView(outcome: Outcome): Block[] {
  const { benchmark, architectures, reading } = outcome;
  const readAs = reading === undefined ? "" : `, reading ${reading}`;
  return [
    lines(
      wrapped(`${benchmark}: ${counted(architectures, "trained network")}${readAs}`),
      ...linesOf(outcome).map(([what, text]) => wrapped(`  ${what.padEnd(12)}${text}`, " ".repeat(14))),
      ...readingNotes(outcome).map((note) => wrapped(`  ${note}`, "    ")),
      useText(outcome),
    ),
  ];
}

const linesOf = (outcome: Outcome): readonly Line[] => [
  ["quality", `${rangeText(outcome.quality, scoreText)} (${outcome.measure})`],
  ...(outcome.qualities.length > 1 ? [["qualities", namesOf(outcome.qualities)] as const] : []),
  ["ties", `${networksThat(outcome.tiedQuality, "share")} their quality with another`],
  ["repeats", `${networksThat(outcome.repeatedArchitectures, "have")} the architecture of an earlier one`],
  ...(outcome.groups > 1 ? [["groups", `${outcome.groups}, compared only within a group`] as const] : []),
  ["depth", rangeText(outcome.depth, String)],
  ["hidden", rangeText(outcome.hidden, String)],
  ["parameters", rangeText(outcome.parameters, shortCount)],
  ...publishedLines(outcome),
  ...ignoredLines(outcome),
];

const namesOf = (names: readonly string[]): string => printable(names.join(", "));

const rangeText = ({ minimum, maximum }: Range, text: (value: number) => string): string =>
  minimum === maximum ? text(minimum) : `${text(minimum)} to ${text(maximum)}`;

/** `1 network has`, `2 networks have`. */
const networksThat = (count: number, verb: "have" | "share"): string =>
  `${counted(count, "network")} ${count === 1 ? { have: "has", share: "shares" }[verb] : verb}`;

function publishedLines({ architectures, publishedParameters, publishedScores }: Outcome): Line[] {
  const { there, equal, largestDifference, note } = publishedParameters;
  const apart = equal === there ? "" : `, at most ${(100 * largestDifference).toPrecision(2)} % apart`;
  const incomplete = Object.entries(publishedScores).filter(([, count]) => count < architectures);
  const scores = Object.keys(publishedScores);
  return [
    ...(there > 0
      ? [["counts", `${equal} of ${there} published parameter counts equal those of zerolm${apart}`] as const]
      : []),
    ...(there > 0 && note !== undefined ? [["", note] as const] : []),
    ...(scores.length > 0 ? [["scores", `published: ${namesOf(scores)}`] as const] : []),
    ...incomplete.map(
      ([name, count]) =>
        ["missing", `${printable(name)}: ${networksThat(architectures - count, "have")} none`] as const,
    ),
  ];
}

const ignoredLines = ({ ignoredColumns }: Outcome): Line[] =>
  ignoredColumns.length === 0
    ? []
    : [["ignored", `unknown columns without numbers: ${namesOf(ignoredColumns)}`]];

/** What `evaluate` has to be told of the file. */
function useText({ benchmark, module, file, reading, architectures, quality, ...outcome }: Outcome): string {
  if (architectures < minimumEntries)
    return `At least ${minimumEntries} networks are needed to evaluate a ranking.`;
  if (quality.minimum === quality.maximum)
    return "All networks have the same quality, so they cannot be ranked by it.";
  const readAs = reading === undefined ? "" : `:${reading}`;
  const own = module === undefined ? "" : ` --format ${printable(module)}`;
  const { qualities, qualityName } = outcome;
  const by = qualityName === qualities[0] ? "" : ` --quality ${printable(qualityName)}`;
  return wrapped(
    `Evaluate proxies on it: zerolm evaluate ${benchmark}${readAs} --data ${printable(file)}${by}${own}`,
    "  ",
  );
}
