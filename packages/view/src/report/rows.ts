import type { Column, Columns, PackedRows, Row } from "./columns.js";

/** The rows that were packed, new objects each time. */
export function rowsOf(packed: PackedRows, { texts, columns }: Columns): Row[] {
  const fields = Object.entries(packed).map(([field, place]) => [field, columns[place]!] as const);
  const [first] = fields;
  if (!first) return [];
  const valueAt = (column: Column, row: number): string | number =>
    "numbers" in column ? column.numbers[row]! : texts[column.texts[row]!]!;
  return Array.from({ length: lengthOf(first[1]) }, (_, row) =>
    Object.fromEntries(fields.map(([field, column]) => [field, valueAt(column, row)])),
  );
}

const lengthOf = (column: Column): number => ("numbers" in column ? column.numbers : column.texts).length;
