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

/** The lines of a fresh table; rows without data are taken from the page. */
export function linesOf({ headings, rows }: GeneratedTable, page: string, name: string): string[] {
  const old = tableIn(page, name).rows;
  const body = [...rows].flatMap(([key, cells]) => {
    const kept = old.get(key);
    if (cells) return [line([key, ...cells])];
    if (kept !== undefined && kept.split("|").length !== headings.length + 2)
      throw new Error(
        `${name}: the row "${key}" has other columns than the table; make it anew with its data`,
      );
    return kept === undefined ? [] : [kept];
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
