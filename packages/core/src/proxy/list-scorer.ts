import type { Architecture } from "../architecture/architecture.js";
import type { Host } from "../host.js";
import type { Score, Scorer } from "./proxy.js";

/** What becomes of the scores of a list: of each part one column, and one value for each architecture. */
export type Combination = (columns: readonly (readonly number[])[]) => readonly number[];

/**
 * A scorer that puts together how several order a list. An architecture that one of them cannot score has no score, for the reason that the first
 * gives, and the others are scored without it. The parts are closed with it.
 */
export const listScorer = (parts: readonly Scorer[], combine: Combination): Scorer => ({
  ranksLists: true,
  scoreMany: (architectures, host) => scoreTogether(parts, combine, architectures, host),
  close: async () => {
    for (const part of parts) await part.close?.();
  },
});

async function scoreTogether(
  parts: readonly Scorer[],
  combine: Combination,
  architectures: readonly Architecture[],
  host: Host | undefined,
): Promise<Score[]> {
  const columns: (readonly Score[])[] = [];
  for (const part of parts) columns.push(await part.scoreMany(architectures, host));
  const missing = architectures.map((_, index) =>
    columns.map((column) => column[index] as Score).find(({ value }) => Number.isNaN(value)),
  );
  const there = [...architectures.keys()].filter((index) => missing[index] === undefined);
  const combined = combine(columns.map((column) => there.map((index) => (column[index] as Score).value)));
  const scores = missing.map((score) => score ?? { value: 0 });
  for (const [place, index] of there.entries()) scores[index] = { value: combined[place] as number };
  return scores;
}
