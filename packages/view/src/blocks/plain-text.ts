import { columnsOf, printable, shortened, shortenedInside } from "../words/text.js";
import type { Block, Column, Table } from "./block.js";

/** How a terminal emphasises a text. */
export type Style = (text: string, style: "bold" | "dim") => string;

const unstyled: Style = (text) => text;

/**
 * Blocks as plain text, an empty line between two, columns two spaces apart.
 *
 * @param style emphasis for titles (bold) and headings (dim). Default: none.
 * @example
 * plainText([table([{ heading: "name" }, right("score")], [["tiny", "1.5"]])]);
 */
export const plainText = (blocks: readonly Block[], style: Style = unstyled): string =>
  blocks
    .map((block) => (block.kind === "lines" ? block.lines.join("\n") : tableText(block, style)))
    .join("\n\n");

function tableText({ title, columns, rows }: Table, style: Style): string {
  const cells = rows.map((row) => columns.map((column, index) => cellOf(column, row[index] ?? "")));
  const widths = columns.map(({ heading }, index) =>
    cells.reduce((widest, row) => Math.max(widest, columnsOf(row[index] as string)), columnsOf(heading)),
  );
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align }, index) => padded(row[index] as string, widths[index] as number, align))
      .join("  ")
      .trimEnd();
  const heading = style(line(columns.map((column) => column.heading)), "dim");
  return [...(title === undefined ? [] : [style(title, "bold")]), heading, ...cells.map(line)].join("\n");
}

const cellOf = ({ maximum = Number.POSITIVE_INFINITY, cut }: Column, cell: string): string =>
  (cut === "inside" ? shortenedInside : shortened)(printable(cell), maximum);

function padded(cell: string, width: number, align: Column["align"]): string {
  const space = " ".repeat(width - columnsOf(cell));
  return align === "right" ? space + cell : cell + space;
}
