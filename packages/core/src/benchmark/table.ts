import type { Architecture } from "../architecture/architecture.js";
import { resolveDocument } from "../architecture/read.js";
import { type Problem, shown } from "../document/check.js";
import { InputError } from "../errors.js";
import type { Benchmark, BenchmarkEntry, BenchmarkFormat } from "./benchmark.js";
import { joinedError, refuseReading } from "./beside.js";
import { judgedRows } from "./quality.js";
import { type RawRow, rawRows, rowPlace } from "./rows.js";
import { cellNumber, columnOf, type KnownColumn, missingColumns } from "./table-columns.js";
import { documentOfCells } from "./table-document.js";
import { isQuality, type NumberColumns, qualitiesOf, scoresIn } from "./table-qualities.js";

/** A row by the columns that are known to us; everything else may be a foreign score or a quality. */
interface Row {
  readonly raw: RawRow;
  readonly known: ReadonlyMap<KnownColumn, unknown>;
  /** What the file calls them. */
  readonly names: ReadonlyMap<string, string>;
  readonly foreign: ReadonlyMap<string, unknown>;
  /** Columns that say again what another column of the row says, by what they stand for. */
  readonly twice: ReadonlyMap<KnownColumn, readonly [string, string]>;
}

/**
 * One's own networks, a row each: CSV, JSON lines or a JSON list, with a `quality` (higher is better) and an architecture. That is
 * either a column `architecture` with a zerolm document or a Hugging Face config, or columns such as `hidden`, `depth`, `heads`,
 * `ffnWidth` and `vocabulary`; sizes of a layer may be lists of one number a layer. With a column `group` only networks of one group
 * are compared. Any further column of numbers is a foreign score, judged beside ours, unless it is called `quality:NAME` or chosen as
 * the quality; `-NAME` turns a loss round. Cells that are empty, NaN or infinite are missing, and rows without the quality are left
 * out. See `docs/benchmarks/table.md`.
 *
 * @throws {InputError} with one message for each cell, row or column that is wrong
 * @example
 * table.read("id,hidden,depth,heads,ffnWidth,vocabulary,quality\na,64,2,4,256,1000,0.71\n", {});
 */
export const table: BenchmarkFormat = {
  name: "table",
  summary: "your own networks: CSV or JSON lines with architecture and quality",
  source: "your own",
  licence: "your own",
  fileName: undefined,
  signature: /quality/i,
  readings: {},
  defaultReading: undefined,
  read(text, { file, reading, quality: name }): Benchmark {
    refuseReading("table", reading);
    const rows = rawRows(text, file).map(rowOf);
    const ofHeader = headerErrors(rows, name, file);
    const isBroken = ofHeader.length > 0;
    const isUsual = name === undefined && rows.some(({ known }) => known.has("quality"));
    const errors = [...ofHeader, ...duplicateErrors(rows, file, isBroken || !isUsual)];
    const isGrouped = rows.some(({ known }) => known.has("group"));
    const about = { isBroken, isGrouped, file };
    const networks = rows.flatMap((row, index) => networkOf(row, index, errors, about));
    const columns = numberColumns(rows, errors, file);
    if (errors.length > 0) throw joinedError(inOrder(errors));
    const judged = judgedRows(networks, qualitiesOf(columns, name), { name, idOf, file });
    const scores = scoresIn(columns, name).map(
      (column) => [column, judged.rows.map(({ row }) => columns.get(column)?.[row.index])] as const,
    );
    const ignored = ignoredColumns(rows, columns);
    return {
      name: "table",
      reading,
      ...judged.about,
      entries: withUniqueIds(judged.rows.map(({ row, quality }) => ({ ...row.entry, quality }))),
      ...(scores.length > 0 ? { publishedScores: Object.fromEntries(scores) } : {}),
      ...(ignored.length > 0 ? { ignoredColumns: ignored } : {}),
    };
  },
};

/** A row that says an architecture. */
interface Network {
  /** Its row, from 0. */
  readonly index: number;
  readonly entry: Omit<BenchmarkEntry, "quality">;
}

const idOf = ({ entry }: Network): string => entry.id;

/** What has to be known of the whole table to read a row. */
interface Reading {
  /** Whether the header is wrong; then only cells are checked. */
  readonly isBroken: boolean;
  /** Whether every row needs a group. */
  readonly isGrouped: boolean;
  readonly file: string | undefined;
}

function rowOf(raw: RawRow): Row {
  const known = new Map<KnownColumn, unknown>();
  const names = new Map<string, string>();
  const foreign = new Map<string, unknown>();
  const twice = new Map<KnownColumn, readonly [string, string]>();
  for (const [name, value] of raw.values) {
    const column = columnOf(name);
    const other = column && names.get(column);
    if (column === undefined) foreign.set(name, value);
    else if (other !== undefined) twice.set(column, [other, name]);
    else {
      known.set(column, value);
      names.set(column, name);
    }
  }
  return { raw, known, names, foreign, twice };
}

/** A column that no row has is missing in the file, and one that stands there under two names may say two things; each is said once. */
function headerErrors(
  rows: readonly Row[],
  quality: string | undefined,
  file: string | undefined,
): InputError[] {
  const known = new Set(rows.flatMap((row) => [...row.known.keys()]));
  const foreign = [...new Set(rows.flatMap((row) => [...row.foreign.keys()]))];
  const twice = [...new Map(rows.flatMap((row) => [...row.twice]))].map(([column, names]) => ({
    column,
    message: `is given twice, as ${names.map((name) => JSON.stringify(name)).join(" and ")}. Remove or rename one.`,
  }));
  const needsQuality = quality === undefined && !foreign.some(isQuality);
  return [...missingColumns(known, foreign, needsQuality), ...twice].map(
    ({ column, message }) =>
      new InputError(message, { file, line: rows[0]?.raw.line === undefined ? undefined : 1, key: column }),
  );
}

/**
 * Two rows of one id, or two rows that say the same: one of them would count twice. In a table with groups one network may be trained
 * several times, and only rows that say the same are refused.
 *
 * @param withForeign whether only rows that are equal in every column say the same: a column of ours may stand under a name that is not
 *   known, or another column is the quality
 */
function duplicateErrors(rows: readonly Row[], file: string | undefined, withForeign: boolean): InputError[] {
  const seen = new Map<string, RawRow>();
  return rows.flatMap(({ raw, known, foreign }) => {
    const id = known.get("id") ?? raw.name;
    const cells = [...known, ...(withForeign ? foreign : [])].filter(([column]) => column !== "id");
    const content = JSON.stringify(cells.sort());
    const keys = [...(id === undefined || known.has("group") ? [] : [`id ${String(id)}`]), content];
    const first = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    for (const key of keys) if (!seen.has(key)) seen.set(key, raw);
    if (!first) return [];
    const what =
      seen.get(content) === raw
        ? `has the id of row ${first.number}. Rename one.`
        : `repeats row ${first.number}. Remove one.`;
    return [new InputError(what, rowPlace(raw, "", file))];
  });
}

/** A network, or nothing and what is wrong with it. After an error in the header only cells are checked. */
function networkOf(
  row: Row,
  index: number,
  errors: InputError[],
  { isBroken, isGrouped, file }: Reading,
): Network[] {
  const { raw, known, names } = row;
  const failed = ({ path, message }: Problem): void => {
    const column = String(path[0] ?? "");
    errors.push(new InputError(message, rowPlace(raw, names.get(column) ?? column, file)));
  };
  const publishedParameters = cellNumber(known.get("publishedParameters"));
  if (typeof publishedParameters === "string")
    failed({ path: ["publishedParameters"], message: publishedParameters });
  if (isGrouped && !isBroken && !known.has("group")) failed({ path: ["group"], message: "is missing" });
  const id = String(known.get("id") ?? raw.name ?? raw.number);
  for (const column of ["id", "group"] as const)
    if (typeof known.get(column) === "object")
      failed({ path: [column], message: `must be a text or a number, not ${shown(known.get(column))}` });
  const architecture = architectureOf(row, id, failed, isBroken);
  if (architecture === undefined) return [];
  const macro = { depth: architecture.layers.length, hidden: architecture.hidden };
  const group = known.has("group") ? { group: String(known.get("group")) } : {};
  const counted = typeof publishedParameters === "number" ? { publishedParameters } : {};
  return [{ index, entry: { id, architecture, macro, ...group, ...counted } }];
}

/** A name that returns is told apart by its group, and within it by a number. */
function withUniqueIds(entries: readonly BenchmarkEntry[]): readonly BenchmarkEntry[] {
  const names = new Set(entries.map(({ id }) => id));
  if (names.size === entries.length) return entries;
  const repeated = new Set(entries.map(({ id }) => id).filter((id) => !names.delete(id)));
  const trained = new Map<string, number>();
  return entries.map((entry) => {
    if (!repeated.has(entry.id)) return entry;
    const id = `${entry.id} (${entry.group})`;
    const times = (trained.get(id) ?? 0) + 1;
    trained.set(id, times);
    return { ...entry, id: times === 1 ? id : `${id} ${times}` };
  });
}

function architectureOf(
  { known }: Row,
  name: string,
  failed: (problem: Problem) => void,
  isBroken: boolean,
): Architecture | undefined {
  const { value, problems } = documentOfCells(known, name, isBroken);
  if (problems) for (const problem of problems) failed(problem);
  if (problems || value === undefined) return undefined;
  const resolved = resolveDocument(value);
  if (!resolved.problems) return resolved.value;
  // Equal layers have the same problem each.
  const said = new Map(
    resolved.problems.map(({ path, message }) => [`${columnAt(path, known)} ${message}`, { path, message }]),
  );
  for (const { path, message } of said.values()) failed({ path: [columnAt(path, known)], message });
  return undefined;
}

/** The column that a part of an architecture came from. */
function columnAt(path: Problem["path"], known: ReadonlyMap<KnownColumn, unknown>): string {
  if (known.has("architecture")) return `architecture: ${path.map(String).join(".")}`;
  const last = String(path.at(-1) ?? "");
  const column = columnOf(last);
  if (column !== undefined && known.has(column)) return column;
  if (path.includes("patches")) return "patch";
  return path.includes("ffn") ? "ffnWidth" : path.includes("mixer") ? "heads" : last;
}

/** `quality`, and the columns of numbers that are none of ours. A column without any number, such as remarks, is passed over. */
function numberColumns(rows: readonly Row[], errors: InputError[], file: string | undefined): NumberColumns {
  const names = [...new Set(rows.flatMap(({ foreign }) => [...foreign.keys()]))];
  const cellsOf = (name: string, of: (row: Row) => unknown) =>
    [name, rows.map((row) => ({ row, value: cellNumber(of(row)) }))] as const;
  const columns = [
    cellsOf("quality", ({ known }) => known.get("quality")),
    ...names
      .map((name) => cellsOf(name, ({ foreign }) => foreign.get(name)))
      .filter(([, cells]) => cells.some(({ value }) => typeof value === "number")),
  ].filter(([, cells]) => cells.some(({ value }) => value !== undefined));
  for (const [name, cells] of columns)
    for (const { row, value } of cells)
      if (typeof value === "string")
        errors.push(new InputError(value, rowPlace(row.raw, row.names.get(name) ?? name, file)));
  return new Map(
    columns.map(([name, cells]) => [
      name,
      cells.map(({ value }) => (typeof value === "number" ? value : undefined)),
    ]),
  );
}

/** Columns that are neither known nor hold a number: a misspelt one may be among them. */
function ignoredColumns(rows: readonly Row[], columns: NumberColumns): string[] {
  const names = new Set(rows.flatMap(({ foreign }) => [...foreign.keys()]));
  return [...names].filter((name) => !columns.has(name));
}

const inOrder = (errors: readonly InputError[]): InputError[] =>
  [...errors].sort((one, other) => (one.place?.line ?? 0) - (other.place?.line ?? 0));
