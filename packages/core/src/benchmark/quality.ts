import { InputError } from "../errors.js";
import { entryNamed } from "../lookup.js";
import type { Benchmark, LeftOut } from "./benchmark.js";

/** One of the qualities that the rows of a benchmark have. */
export interface Quality<Row> {
  /** What it is, and its sign: "−validation perplexity". */
  readonly summary: string;
  /** Higher is better; `undefined` for a row that has none. */
  readonly of: (row: Row) => number | undefined;
  /** What a row is with that has none. Default: "no NAME". */
  readonly missing?: string | undefined;
}

/** Qualities by name; the first is the default. */
export type Qualities<Row> = ReadonlyMap<string, Quality<Row>>;

/** Rows with the quality that was chosen, and what a benchmark says of it. */
export interface Judged<Row> {
  readonly rows: readonly { readonly row: Row; readonly quality: number }[];
  readonly about: Pick<Benchmark, "quality" | "qualityName" | "qualities" | "leftOut">;
}

/**
 * Takes one quality of rows; those that lack it are left out, and counted.
 *
 * @param name default: the first of the qualities
 * @throws {UsageError} for a quality that no row has; {InputError} if no row has the default one
 * @example
 * judgedRows(rows, new Map([["loss", { summary: "−loss", of: ({ loss }) => -loss }]]), { idOf: ({ id }) => id });
 */
export function judgedRows<Row>(
  rows: readonly Row[],
  qualities: Qualities<Row>,
  { name, idOf, file }: { name?: string | undefined; idOf: (row: Row) => string; file?: string | undefined },
): Judged<Row> {
  const there = [...qualities].filter(([, { of }]) => rows.some((row) => of(row) !== undefined));
  const names = there.map(([name]) => name);
  const [usual = "quality"] = qualities.keys();
  if (name === undefined && !names.includes(usual)) throw noneHas(usual, names, file);
  const chosen = name ?? usual;
  const { summary, of, missing = `no ${chosen}` } = entryNamed(Object.fromEntries(there), chosen, "quality");
  const values = rows.map((row) => ({ row, quality: of(row) }));
  const lacking = values.flatMap(({ row, quality }) => (quality === undefined ? [idOf(row)] : []));
  return {
    rows: values.flatMap(({ row, quality }) => (quality === undefined ? [] : [{ row, quality }])),
    about: {
      quality: summary,
      qualityName: chosen,
      qualities: names,
      ...leftOutAs(missing, lacking),
    },
  };
}

function noneHas(name: string, others: readonly string[], file: string | undefined): InputError {
  const fix =
    others.length > 0 ? `Choose another quality: ${others.join(", ")}.` : "There is nothing to rank by.";
  return new InputError(`no network has the quality ${JSON.stringify(name)}. ${fix}`, { file });
}

const leftOutAs = (reason: string, ids: readonly string[]): { readonly leftOut?: readonly LeftOut[] } =>
  ids.length === 0 ? {} : { leftOut: [{ reason, count: ids.length, ids }] };
