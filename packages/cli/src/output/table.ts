import { styleText } from "node:util";
import { columnsOf, printable, shortened, shortenedInside } from "@zerolm/view";

/** One column: its heading, on which side its cells stand, and whether long cells may be cut. */
export interface Column {
  readonly heading: string;
  readonly align?: "left" | "right";
  /** Characters at most; longer cells lose a part to an ellipsis. */
  readonly maximum?: number;
  /** Which part that is. Default: the beginning. */
  readonly cut?: "beginning" | "inside";
}

/**
 * A table in plain text, columns two spaces apart.
 *
 * @example
 * table([{ heading: "name" }, { heading: "score", align: "right" }], [["tiny", "1.5"]]);
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map((column, index) => cellOf(column, row[index] ?? "")));
  const widths = columns.map(({ heading }, index) =>
    cells.reduce((widest, row) => Math.max(widest, columnsOf(row[index] as string)), columnsOf(heading)),
  );
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align }, index) => padded(row[index] as string, widths[index] as number, align))
      .join("  ")
      .trimEnd();
  const heading = line(columns.map((column) => column.heading));
  return [emphasised(heading, "dim"), ...cells.map(line)].join("\n");
}

/** Text in a style where standard output is a terminal that shows it. */
export function emphasised(text: string, style: "bold" | "dim"): string {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;
}

const cellOf = ({ maximum = Number.POSITIVE_INFINITY, cut }: Column, cell: string): string =>
  (cut === "inside" ? shortenedInside : shortened)(printable(cell), maximum);

function padded(cell: string, width: number, align: Column["align"]): string {
  const space = " ".repeat(width - columnsOf(cell));
  return align === "right" ? space + cell : cell + space;
}
