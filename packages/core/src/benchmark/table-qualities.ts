import type { Qualities, Quality } from "./quality.js";

/** By column one number a row. */
export type NumberColumns = ReadonlyMap<string, readonly (number | undefined)[]>;

interface NumberedRow {
  /** From 0. */
  readonly index: number;
}

const qualityPrefix = /^quality\s*:\s*/i;

/** A column that says a quality under a name: `quality:mnli`. */
export const isQuality = (column: string): boolean => qualityPrefix.test(column);

/** `-val_ppl` is the column `val_ppl`, turned round. */
const turned = (name: string): string => name.replace(/^[-−]/, "");

/** Any column of numbers may be chosen as the quality; `quality` is the default, or the first `quality:NAME`. */
export function qualitiesOf(columns: NumberColumns, chosen = ""): Qualities<NumberedRow> {
  const isFirst = ([column]: readonly [string, unknown]): boolean =>
    column === "quality" || isQuality(column);
  const found = new Map<string, Quality<NumberedRow>>();
  const ordered = [...columns].sort((one, other) => Number(isFirst(other)) - Number(isFirst(one)));
  for (const [column, values] of ordered) {
    const name = column.replace(qualityPrefix, "");
    if (!found.has(name)) found.set(name, { summary: name, of: ({ index }) => values[index] });
  }
  const loss = found.get(turned(chosen));
  if (loss && !found.has(chosen))
    found.set(chosen, { summary: `−${turned(chosen)}`, of: (network) => negated(loss.of(network)) });
  return found;
}

const negated = (value: number | undefined): number | undefined => (value === undefined ? undefined : -value);

/** The columns that are scores: neither qualities by name nor the one that was chosen. */
export const scoresIn = (columns: NumberColumns, chosen = ""): string[] =>
  [...columns.keys()].filter(
    (column) => column !== "quality" && !isQuality(column) && column !== chosen && column !== turned(chosen),
  );
