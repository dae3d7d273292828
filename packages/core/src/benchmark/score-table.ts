import { InputError } from "../errors.js";
import { readCsv } from "./csv.js";
import { cellNumber } from "./table-columns.js";

/** By column one number for each of some ids, `undefined` where the table has none. */
export type ScoreTable = Readonly<Record<string, readonly (number | undefined)[]>>;

/**
 * Reads a CSV of published scores.
 *
 * @param idColumn the column with the id of a network; every other holds numbers
 * @param ids the networks, in the order of the result
 * @throws {InputError} where the id column is missing or a cell holds a text that is no score
 */
export function readScores(text: string, file: string, idColumn: string, ids: readonly string[]): ScoreTable {
  const { columns, rows } = readCsv(text, file);
  if (!columns.includes(idColumn)) throw new InputError(`has no column ${idColumn}`, { file, line: 1 });
  const byId = new Map(rows.map((row) => [row.cells.get(idColumn), row]));
  const number = (id: string, column: string): number | undefined => {
    const row = byId.get(id);
    const value = cellNumber(row?.cells.get(column));
    if (typeof value === "string") throw new InputError(value, { file, line: row?.line, key: column });
    return value;
  };
  const scores = columns.filter((column) => column !== idColumn);
  return Object.fromEntries(scores.map((column) => [column, ids.map((id) => number(id, column))]));
}
