import Papa from "papaparse";
import { InputError } from "../errors.js";
import { isMissing } from "./missing.js";

/** A row of a table with what stands in each column. */
export interface CsvRow {
  /** Its line in the file, from 1. */
  readonly line: number;
  /** By column; missing cells are left out, see `isMissing`. */
  readonly cells: ReadonlyMap<string, string>;
}

/** A table with a header row. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Reads comma-, semicolon- or tab-separated values (RFC 4180) with a header row. Blank lines are passed over, and so is what programs add:
 * the line `sep=;` of spreadsheets, a first column without a name (the row numbers of pandas), and nameless columns that are empty.
 *
 * @throws {InputError} for quotes that do not close, for a row with more cells than columns, for equal columns, for a nameless one that
 *   holds something
 */
export function readCsv(text: string, file?: string): CsvTable {
  const records = recordsOf(text, file);
  const [header, ...rest] = records;
  if (!header) throw new InputError("is empty", { file });
  const columns = header.cells.map((cell) => cell.trim().replace(pandasName, ""));
  checkHeader(columns, header.line, file);
  const rows = rest.map(({ line, cells }) => {
    if (cells.length > columns.length)
      throw new InputError(`has ${cells.length} cells, the header ${columns.length}`, { file, line });
    const filled = cells.flatMap((cell, index): [string, string][] => {
      const column = columns[index] as string;
      if (isMissing(cell) || (column === "" && index === 0)) return [];
      if (column === "")
        throw new InputError(
          `cell ${index + 1} is in a column without a name. Name the column in the first row.`,
          { file, line },
        );
      return [[column, cell.trim()]];
    });
    return { line, cells: new Map(filled) };
  });
  return { columns: columns.filter((column) => column !== ""), rows };
}

/** What pandas calls a column without a name when it writes again what it read. */
const pandasName = /^Unnamed: \d+$/;

interface Record {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What a spreadsheet is told its cells are separated by, in a line before the header. */
const separatorLine = /^\uFEFF?sep=([,;\t])\r?\n/i;

/** The library counts no lines; a cell may hold line breaks, so they are counted in what it has passed. */
function recordsOf(text: string, file: string | undefined): Record[] {
  const [, delimiter] = separatorLine.exec(text) ?? [];
  const records: Record[] = [];
  let line = 1;
  let passed = 0;
  Papa.parse<string[]>(text, {
    delimiter: delimiter ?? "",
    delimitersToGuess: [",", ";", "\t"],
    step: ({ data, errors, meta }) => {
      const [error] = errors.filter(({ type }) => type === "Quotes");
      if (error) throw new InputError(`is not valid CSV: ${error.message}`, { file, line });
      if (data.some((cell) => cell.trim() !== "")) records.push({ line, cells: data });
      line += text.slice(passed, meta.cursor).split("\n").length - 1;
      passed = meta.cursor;
    },
  });
  return delimiter === undefined ? records : records.slice(1);
}

function checkHeader(columns: readonly string[], line: number, file: string | undefined): void {
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined && twice !== "")
    throw new InputError(`the column ${JSON.stringify(twice)} occurs twice. Remove or rename one.`, {
      file,
      line,
    });
}
