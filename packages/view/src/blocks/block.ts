/** One column of a table: its heading, on which side its cells stand, and whether long cells may be cut. */
export interface Column {
  readonly heading: string;
  readonly align?: "left" | "right" | undefined;
  /** Characters at most; longer cells lose a part to an ellipsis. Default: none are cut. */
  readonly maximum?: number | undefined;
  /** Which part that is. Default: the beginning. */
  readonly cut?: "beginning" | "inside" | undefined;
}

/** Lines of text. */
export interface Lines {
  readonly kind: "lines";
  readonly lines: readonly string[];
}

/** A table, under a title if it has one. */
export interface Table {
  readonly kind: "table";
  readonly title?: string | undefined;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** What a view is made of: a terminal, a Markdown file and a page each draw blocks in their own way, with a gap between two. */
export type Block = Lines | Table;

/**
 * Lines of text; what is `undefined` is left out.
 *
 * @example
 * lines("2 architectures", undefined); // one line
 */
export const lines = (...texts: readonly (string | undefined)[]): Lines => ({
  kind: "lines",
  lines: texts.filter((text) => text !== undefined),
});

/**
 * A table.
 *
 * @example
 * table([{ heading: "name" }, right("score")], [["tiny", "1.5"]]);
 */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  title?: string,
): Table => ({ kind: "table", columns, rows, ...(title === undefined ? {} : { title }) });

/** A column of figures. */
export const right = (heading: string): Column => ({ heading, align: "right" });
