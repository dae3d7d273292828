import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { contentOf } from "../architecture/content.js";
import { resolveDocument } from "../architecture/read.js";
import { keyText } from "../document/key-text.js";
import { InputError } from "../errors.js";
import { noScore } from "../proxy/checked-score.js";
import type { Score, ShapeProxy } from "../proxy/proxy.js";
import { shapeProxy } from "../proxy/shape-proxy.js";
import { shapeScorer } from "../proxy/shape-scorer.js";
import { joinedError } from "./beside.js";
import { type RawRow, rawRows, rowPlace } from "./rows.js";
import { cellNumber } from "./table-columns.js";

/** What a row of scores is of. */
interface Key {
  /** The id of a network, or the name of an architecture. */
  readonly id: string | undefined;
  /** The canonical form of the architecture that stands in the row. */
  readonly content: string | undefined;
}

/** Scores that somebody else computed: plain data, which a thread can be sent. */
export interface OwnScores {
  /** What messages call the file. */
  readonly file: string;
  readonly keys: readonly Key[];
  /** By column one score a row; `undefined` for none. */
  readonly columns: Readonly<Record<string, readonly (number | undefined)[]>>;
}

/**
 * Reads scores of one's own: CSV with a header, JSON lines or a JSON list. A row says by `id` or by `architecture` (a zerolm document or a
 * Hugging Face config) what it is of; every other column that holds a number is a proxy. Cells that are empty, NaN or infinite are no
 * scores.
 *
 * @throws {InputError} with a message for each row that is wrong, or where no column holds a number
 * @example
 * const scores = readOwnScores("id,synflow\n0,1.5\n1,nan\n", "scores.csv");
 */
export function readOwnScores(text: string, file: string): OwnScores {
  const rows = rawRows(text, file);
  if (!rows.some(({ name, values }) => name !== undefined || [...values.keys()].some(isKey)))
    throw new InputError(
      "has neither a column id nor a column architecture. Add one of them to identify the network of each row.",
      {
        file,
      },
    );
  const errors: InputError[] = [];
  const keys = rows.map((row) => keyOf(row, file, errors));
  const names = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))];
  const columns = names
    .filter((name) => !isKey(name))
    .map((name) => [name, scoresIn(name, rows, file, errors)] as const)
    .filter(([, scores]) => scores.some((score) => score !== undefined));
  errors.push(...repeated(keys, rows, file));
  if (errors.length > 0) throw joinedError(errors);
  if (columns.length === 0)
    throw new InputError("has no column of numbers beside id and architecture. Add one for each proxy.", {
      file,
    });
  return { file, keys, columns: Object.fromEntries(columns) };
}

const isKey = (name: string): boolean => /^(id|architecture)$/i.test(name);

function keyOf(row: RawRow, file: string, errors: InputError[]): Key {
  const cell = (name: string): unknown => [...row.values].find(([key]) => key.toLowerCase() === name)?.[1];
  const id = cell("id") ?? row.name;
  const document = cell("architecture");
  const content = document === undefined ? undefined : contentIn(document, row, file, errors);
  if (id === undefined && document === undefined)
    errors.push(new InputError("needs an id or an architecture", rowPlace(row, "", file)));
  return { id: id === undefined ? undefined : String(id), content };
}

function contentIn(cell: unknown, row: RawRow, file: string, errors: InputError[]): string | undefined {
  const failed = (message: string): undefined => {
    errors.push(new InputError(message, rowPlace(row, "architecture", file)));
  };
  const parsed = typeof cell === "string" ? jsonIn(cell) : cell;
  if (parsed === undefined) return failed("must be a document as JSON");
  const { value, problems } = resolveDocument(parsed);
  if (!problems) return contentOf(value);
  for (const { path, message } of problems) failed(`${keyText(path)} ${message}`);
  return undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A column without any number, such as remarks, is passed over. */
function scoresIn(
  name: string,
  rows: readonly RawRow[],
  file: string,
  errors: InputError[],
): (number | undefined)[] {
  const cells = rows.map((row) => ({ row, score: cellNumber(row.values.get(name)) }));
  if (cells.every(({ score }) => typeof score !== "number")) return [];
  for (const { row, score } of cells)
    if (typeof score === "string") errors.push(new InputError(score, rowPlace(row, name, file)));
  return cells.map(({ score }) => (typeof score === "number" ? score : undefined));
}

/** Of two rows about one network one would be lost. */
function repeated(keys: readonly Key[], rows: readonly RawRow[], file: string): InputError[] {
  const seen = new Map<string, number>();
  return keys.flatMap(({ id, content }, index) => {
    const key = id === undefined ? content : `id ${id}`;
    const first = key === undefined ? undefined : seen.get(key);
    if (key !== undefined && first === undefined) seen.set(key, index);
    if (first === undefined) return [];
    const message = `is about the same network as row ${(rows[first] as RawRow).number}. Remove one.`;
    return [new InputError(message, rowPlace(rows[index] as RawRow, "", file))];
  });
}

/**
 * A column of scores as a proxy: an architecture has the score of the row with its name as id, else of the row with that architecture.
 *
 * @param name what to call it. Default: the column
 * @example
 * await evaluateProxy(benchmark, ownScoresProxy(scores, "synflow"));
 */
export function ownScoresProxy(scores: OwnScores, column: string, name = column): ShapeProxy {
  const { file, columns } = scores;
  return shapeProxy({
    name,
    summary: `scores of ${file}`,
    source: file,
    options: z.strictObject({}),
    scorer: () => {
      const find = rowFinder(scores);
      return shapeScorer((architecture): Score => {
        const row = find(architecture);
        if (row === undefined) return noScore(`has no row in ${file}`);
        const value = columns[column]?.[row];
        return value === undefined ? noScore(`has an empty cell in ${file}`) : { value };
      });
    },
  });
}

/**
 * How many rows of a file are of none of some architectures: a sign of ids that are not those of the benchmark.
 *
 * @param architectures with their ids as names
 */
export function unmatchedRows(scores: OwnScores, architectures: readonly Architecture[]): number {
  const find = rowFinder(scores);
  return scores.keys.length - new Set(architectures.flatMap((one) => find(one) ?? [])).size;
}

function rowFinder({ keys }: OwnScores): (architecture: Architecture) => number | undefined {
  const byId = new Map(keys.flatMap(({ id }, row) => (id === undefined ? [] : [[id, row] as const])));
  const byContent = new Map(
    keys.flatMap(({ content }, row) => (content === undefined ? [] : [[content, row] as const])),
  );
  return (architecture) => {
    const named = architecture.name === undefined ? undefined : byId.get(architecture.name);
    if (named !== undefined || byContent.size === 0) return named;
    return byContent.get(contentOf(architecture));
  };
}
