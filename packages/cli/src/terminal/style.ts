import { styleText } from "node:util";
import type { Style } from "@zerolm/view";

/** Emphasis where standard output is a terminal that shows it. */
export const terminalStyle: Style = (text, style) =>
  process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;
