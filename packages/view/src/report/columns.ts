import { WorkError } from "@zerolm/core";

/** A value that a plot or a list of a page shows. */
type Value = number | string;

/** One flat object a row, as Vega takes data. */
export type Row = Readonly<Record<string, Value>>;

/** A column: numbers as they are, texts as indices into the texts of the page. */
export type Column = { readonly numbers: readonly number[] } | { readonly texts: readonly number[] };

/** Which column of the page holds which field. */
export type PackedRows = Readonly<Record<string, number>>;

/** What the rows of a page are made of: every text once, every column once, however many rows and tables share it. */
export interface Columns {
  readonly texts: readonly string[];
  readonly columns: readonly Column[];
}

/** Takes rows apart into columns, and remembers what it has seen. */
export interface Packer {
  /** @param rows all with the fields of the first, of one type each */
  readonly pack: (rows: readonly Row[]) => PackedRows;
  /** What was packed until now. */
  readonly packed: () => Columns;
}

/**
 * A packer of rows. The panels of a benchmark show the same networks: their names, architectures and qualities are columns that
 * all panels share, so that a page of twenty panels is not twenty times as large.
 *
 * @example
 * const { pack, packed } = packer();
 * const first = pack([{ name: "a", score: 1 }, { name: "b", score: 2 }]);
 * rowsOf(first, packed()); // [{ name: "a", score: 1 }, { name: "b", score: 2 }]
 */
export function packer(): Packer {
  const texts = new Map<string, number>();
  const columns: Column[] = [];
  const places = new Map<string, number>();
  const indexOf = (text: string): number => {
    const index = texts.get(text) ?? texts.size;
    texts.set(text, index);
    return index;
  };
  const placeOf = (column: Column): number => {
    const key = JSON.stringify(column);
    const place = places.get(key) ?? columns.push(column) - 1;
    places.set(key, place);
    return place;
  };
  return {
    pack: (rows) =>
      Object.fromEntries(
        Object.keys(rows[0] ?? {}).map((field) => [field, placeOf(columnOf(rows, field, indexOf))]),
      ),
    packed: () => ({ texts: [...texts.keys()], columns }),
  };
}

function columnOf(rows: readonly Row[], field: string, indexOf: (text: string) => number): Column {
  const values = rows.map((row) => row[field]);
  if (values.every((value) => typeof value === "number")) return { numbers: values };
  if (values.every((value) => typeof value === "string")) return { texts: values.map(indexOf) };
  throw new WorkError(`a page cannot show ${field}: it is not in every row, or is of more than one type`);
}
