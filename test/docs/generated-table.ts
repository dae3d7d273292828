/** A table that a page holds between `<!-- table: NAME -->` and `<!-- end -->`. */
export interface GeneratedTable {
  readonly headings: readonly string[];
  /** A row under its first cell. `undefined` where the data is not on this machine: what the page says stays. */
  readonly rows: ReadonlyMap<string, readonly string[] | undefined>;
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const blockOf = (name: string): RegExp => new RegExp(`(<!-- table: ${name} -->\n)([\\s\\S]*?)(<!-- end -->)`);

/** The rows of a table in a page by their first cell, and its head. */
export function tableIn(
  page: string,
  name: string,
): { readonly head: readonly string[]; readonly rows: Map<string, string> } {
  const lines = (blockOf(name).exec(page)?.[2] ?? "").trim().split("\n");
  const rows = lines.slice(2).map((row) => [row.split("|")[1]?.trim() ?? "", row] as const);
  return { head: lines.slice(0, 2), rows: new Map(rows) };
}

const cellsOf = (row: string): string[] =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** What stands in a column that a row was not measured for, its data not being on this machine. */
const notMeasured = "–";

/** The lines of a fresh table; rows without data are taken from the page, column by column. */
export function linesOf({ headings, rows }: GeneratedTable, page: string, name: string): string[] {
  const { head, rows: old } = tableIn(page, name);
  const known = cellsOf(head[0] ?? "");
  const body = [...rows].flatMap(([key, cells]) => {
    const kept = old.get(key);
    if (cells) return [line([key, ...cells])];
    if (kept === undefined) return [];
    const values = cellsOf(kept);
    return [line(headings.map((heading) => values[known.indexOf(heading)] ?? notMeasured))];
  });
  const rule = `|---|${"---:|".repeat(headings.length - 1)}`;
  return [line(headings), rule, ...body];
}

/** The page with a fresh table in it. */
export function withTable(page: string, name: string, lines: readonly string[]): string {
  if (!blockOf(name).test(page)) throw new Error(`the page has no <!-- table: ${name} -->`);
  return page.replace(
    blockOf(name),
    (_all, start: string, _old, end: string) => `${start}${lines.join("\n")}\n${end}`,
  );
}
