import { InputError, type Place } from "../errors.js";
import { readCsv } from "./csv.js";
import { isMissing } from "./missing.js";

/** One row of a file of rows, whatever the file is written in. Texts of a CSV are not yet numbers. */
export interface RawRow {
  /** From 1, the header not counted. */
  readonly number: number;
  /** From 1; `undefined` where the whole file is one JSON value. */
  readonly line: number | undefined;
  /** Its key, where the file is a map of rows. */
  readonly name: string | undefined;
  /** By column; what is missing is left out, see `isMissing`. */
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * The rows of a JSON list or map, of JSON lines, or of a CSV with a header.
 *
 * @throws {InputError} where the text is none of these, or has no row
 */
export function rawRows(text: string, file?: string): RawRow[] {
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text, file) : csvRows(text, file);
  if (rows.length === 0) throw new InputError("holds no row", { file });
  return rows;
}

/** Where a cell stands: `rows.csv:18: row 17, heads`. */
export const rowPlace = ({ number, line }: RawRow, column: string, file: string | undefined): Place => ({
  file,
  line,
  key: column === "" ? `row ${number}` : `row ${number}, ${column}`,
});

function csvRows(text: string, file: string | undefined): RawRow[] {
  return readCsv(text, file).rows.map(({ line, cells }, index) => ({
    number: index + 1,
    line,
    name: undefined,
    values: cells,
  }));
}

function jsonRows(text: string, file: string | undefined): RawRow[] {
  const whole = parsed(text)?.value;
  if (whole === undefined) return lineRows(text.split(/\r?\n/), file);
  if (Array.isArray(whole))
    return whole.map((value, index) => rowOf(value, index + 1, undefined, undefined, file));
  if (isRow(whole)) return [rowOf(whole, 1, 1, undefined, file)];
  return Object.entries(whole as object).map(([name, value], index) =>
    rowOf(value, index + 1, undefined, name, file),
  );
}

/** A map of rows holds maps alone; any other map is a row. */
const isRow = (value: unknown): boolean =>
  Object.values(value as object).some((part) => typeof part !== "object" || part === null);

function lineRows(lines: readonly string[], file: string | undefined): RawRow[] {
  const filled = lines.flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  return filled.map(({ line, number }, index) => {
    const value = parsed(line);
    if (!value) {
      const message = "is not valid JSON. Is the file cut off, or is it not JSON lines?";
      throw new InputError(message, { file, line: number });
    }
    return rowOf(value.value, index + 1, number, undefined, file);
  });
}

function parsed(text: string): { readonly value: unknown } | undefined {
  const json = parsedJson(text);
  return json || !/NaN|Infinity/.test(text)
    ? json
    : parsedJson(text.replaceAll(notNumbers, quotedUnlessText));
}

function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Texts, to be passed over, and what Python's json module writes for numbers that are none. */
const notNumbers = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** As a text a NaN is a missing cell in its row and column, and not a file that cannot be read. */
const quotedUnlessText = (part: string): string => (part.startsWith('"') ? part : `"${part}"`);

function rowOf(
  value: unknown,
  number: number,
  line: number | undefined,
  name: string | undefined,
  file: string | undefined,
): RawRow {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InputError("must be a map of keys", { file, line, key: name ?? `row ${number}` });
  const filled = Object.entries(value).filter(([, cell]) => !isMissing(cell));
  return { number, line, name, values: new Map(filled) };
}
