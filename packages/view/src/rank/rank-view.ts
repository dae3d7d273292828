import { missingText } from "@zerolm/core";
import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, type Column, lines, right, table } from "../blocks/block.js";
import { distinctLabels } from "../words/labels.js";
import { counted, flopsText, fullCount, scoreText, shortCount } from "../words/numbers.js";
import { predictedNote, predictedText, predictorText, proxyText } from "../words/proxy.js";
import { printable, shortened, wrapped } from "../words/text.js";

/** A ranking of architectures. */
export type RankOutcome = OutcomeOf<"rank">;
type Ranked = RankOutcome["ranking"][number];

/** A ranking, and what its columns mean. */
export function rankView(outcome: RankOutcome): Block[] {
  const predicted = predictorText(outcome);
  return [
    lines(
      wrapped(`by ${proxyText(outcome)}${outcome.minimize ? ", lowest first" : ""}`, "  "),
      predicted === undefined ? undefined : `score: ${predicted}`,
      textLine(outcome),
      unreadLine(outcome),
    ),
    rankingTable(outcome.ranking),
    lines(...legend(outcome)),
  ];
}

/** What networks ran over. */
const textLine = ({ text }: RankOutcome): string | undefined =>
  text === undefined ? undefined : wrapped(printable(`networks run over the start of ${text}`));

/** Whose weights were not read. */
const unreadLine = ({ weightsNotRead }: RankOutcome): string | undefined =>
  weightsNotRead && wrapped(printable(`weights not read, ranked by config: ${weightsNotRead.join(", ")}`));

function legend(outcome: RankOutcome): (string | undefined)[] {
  const { ranking, sequence, seed } = outcome;
  const ofImages = ranking.some(({ tokens }) => tokens !== undefined);
  return [
    ranking.some(({ known }) => known) ? "*: a known model of similar size, ranked by its shape" : undefined,
    ranking.some(hasSpread) ? "± sd: standard deviation of the score over random initialisations" : undefined,
    ranking.some(isMean) ? `scores are means over weights drawn at random, seed ${seed}` : undefined,
    ranking.some(({ withinNoise }) => withinNoise)
      ? "≈: differs from the one above by less than two standard deviations"
      : undefined,
    ranking.some(({ interval }) => interval) ? predictedNote : undefined,
    `FLOPs: of a forward pass over ${counted(sequence, "token")}${ofImages ? " (for images: over their patches)" : ""}`,
    positionsLine(outcome),
  ];
}

/** That some cannot see as many tokens as their FLOPs are counted over. */
function positionsLine({ ranking, sequence }: RankOutcome): string | undefined {
  const [first, ...others] = ranking.filter(({ exceededPositions }) => exceededPositions !== undefined);
  if (first?.exceededPositions === undefined) return undefined;
  const name = shortened(printable(first.name), 40);
  const tokens = fullCount(first.tokens ?? sequence);
  const more = others.length > 0 ? `. The same is true of ${counted(others.length, "other")}` : "";
  return wrapped(
    `${name} has ${fullCount(first.exceededPositions)} learned positions, fewer than the ${tokens} tokens that its FLOPs are counted over${more}`,
  );
}

const isMean = ({ standardError }: Ranked): boolean => standardError !== undefined;

const hasSpread = ({ standardDeviation }: Ranked): boolean => standardDeviation !== undefined;

/** Columns that a name may take. */
const nameColumns = 28;

function rankingTable(ranking: readonly Ranked[]): Block {
  const spread = ranking.some(hasSpread);
  const predicted = ranking.some(({ interval }) => interval);
  const columns: Column[] = [
    right("rank"),
    { heading: "name" },
    right("score"),
    ...(spread ? [{ heading: "± sd" }] : []),
    ...(predicted ? [right("95 %")] : []),
    right("parameters"),
    right("FLOPs"),
  ];
  const labels = distinctLabels(
    ranking.map(({ name }) => printable(name)),
    nameColumns,
  );
  const rows = ranking.map((entry, index) => [
    `${entry.withinNoise ? "≈" : ""}${entry.rank ?? "–"}`,
    `${labels[index]}${entry.known ? " *" : ""}`,
    entry.score === null ? "n/a" : scoreText(entry.score),
    ...(spread ? [entry.standardDeviation?.toPrecision(2) ?? ""] : []),
    ...(predicted ? [entry.interval ? predictedText(entry.interval) : ""] : []),
    shortCount(entry.parameters),
    flopsText(entry.flops),
  ]);
  return table(columns, rows);
}

/** How many reasons why an architecture has no score are shown. */
const shownMissing = 5;

/** What to know of how files were read: each note once, with the files that it is about. */
function readNotes(notes: NonNullable<RankOutcome["notes"]>): string[] {
  const files = new Map<string, string[]>();
  for (const { file, note } of notes) files.set(note, [...(files.get(note) ?? []), file]);
  const shown = [...files].slice(0, shownMissing).map(([note, [first, ...others]]) => {
    const more = others.length > 0 ? ` and ${counted(others.length, "more file")}` : "";
    return `${first}${more}: ${note}`;
  });
  const left = files.size - shown.length;
  return left > 0 ? [...shown, `and ${counted(left, "more note")}`] : shown;
}

/** Notes beside a ranking: files that were left out, and why some have no score, of the first few; they are mostly alike. */
export function rankNotes({
  proxy,
  ranking,
  unreadable = [],
  notes = [],
  interrupted,
}: RankOutcome): string[] {
  const missing = ranking.filter(({ rank }) => rank === undefined);
  const reasons = missing.map((one) =>
    missingText(proxy, one.name, { value: Number.NaN, missing: one.missing }),
  );
  return [
    ...unreadable.map(({ reason }) => `not ranked: ${reason}`),
    ...readNotes(notes),
    ...reasons.slice(0, shownMissing),
    ...(reasons.length > shownMissing
      ? [`and ${counted(reasons.length - shownMissing, "more architecture")} without a score`]
      : []),
    ...(interrupted ? ["stopped before everything was scored"] : []),
  ];
}
