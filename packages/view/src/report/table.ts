import { type Html, html } from "./html.js";

/** What is longer than a figure or a name is read as text: from the left, on several lines. */
const cellClass = (cell: string): string => (cell.length > 30 ? "prose" : "");

/**
 * A table that scrolls by itself where it is wider than the page; its first column heads the rows.
 *
 * @param label what it is called by whoever cannot see it
 * @param classes of the rows, where they have some
 * @example tableOf("Budgets", ["quantity", "at most"], [["parameters", "30M"]]);
 */
export function tableOf(
  label: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  classes: readonly string[] = [],
): Html {
  const cells = ([first = "", ...rest]: readonly string[]): Html =>
    html`<th scope="row">${first}</th>${rest.map((cell) => html`<td class="${cellClass(cell)}">${cell}</td>`)}`;
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row, index) => html`<tr class="${classes[index] ?? ""}">${cells(row)}</tr>\n`)}</tbody>
</table></div>`;
}
