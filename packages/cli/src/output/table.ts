import { type Column, plainText, table as tableBlock } from "@zerolm/view";
import { terminalStyle } from "../terminal/style.js";

export type { Column };

/**
 * A table in plain text, columns two spaces apart.
 *
 * @example
 * table([{ heading: "name" }, { heading: "score", align: "right" }], [["tiny", "1.5"]]);
 */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string =>
  plainText([tableBlock(columns, rows)], terminalStyle);

/** Text in a style where standard output is a terminal that shows it. */
export const emphasised = terminalStyle;
