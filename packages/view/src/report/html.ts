import { printable } from "../words/text.js";

/** Markup that is known to be safe; everything else is escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | readonly Part[];

/**
 * Markup from a template. Every part that is not markup itself is text: names come out of files, and no file is trusted.
 *
 * @example
 * html`<td>${"<b>"}</td>`.text; // "<td>&lt;b&gt;</td>"
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, piece, index) => `${text}${markupOf(parts[index - 1])}${piece}`));
}

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(markupOf).join("");
  return escapedText(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapedText = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/g, (character) => entities[character] as string);

/** JSON that may stand inside a script element: no text in it can end the element. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");
