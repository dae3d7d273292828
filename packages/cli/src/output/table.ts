import { styleText } from "node:util";

/** One column: its heading, on which side its cells stand, and whether long cells may be cut. */
export interface Column {
  readonly heading: string;
  readonly align?: "left" | "right";
  /** Characters at most; longer cells end in an ellipsis. */
  readonly maximum?: number;
}

/**
 * A table in plain text, columns two spaces apart.
 *
 * @example
 * table([{ heading: "name" }, { heading: "score", align: "right" }], [["tiny", "1.5"]]);
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cut = rows.map((row) => columns.map(({ maximum }, index) => shorten(row[index] ?? "", maximum)));
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...cut.map((row) => (row[index] as string).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        columns[index]?.align === "right"
          ? cell.padStart(widths[index] ?? 0)
          : cell.padEnd(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const heading = line(columns.map((column) => column.heading));
  return [emphasised(heading, "dim"), ...cut.map(line)].join("\n");
}

/** Text in a style where standard output is a terminal that shows it. */
export function emphasised(text: string, style: "bold" | "dim"): string {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;
}

function shorten(cell: string, maximum = Number.POSITIVE_INFINITY): string {
  // The end of a name tells apart what its beginning does not.
  return cell.length <= maximum ? cell : `…${cell.slice(cell.length - maximum + 1)}`;
}
