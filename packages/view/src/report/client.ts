/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { parse, type Spec, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { scoreText } from "../words/numbers.js";
import { printable } from "../words/text.js";
import type { PackedRows, Row } from "./columns.js";
import type { PageData, PageList, PagePlot } from "./page.js";
import { rowsOf } from "./rows.js";

/** Everything that the page shows beyond its text. */
const page = JSON.parse(document.querySelector("#data")?.textContent ?? "{}") as PageData;

const dark = matchMedia("(prefers-color-scheme: dark)");
const tooltip = document.createElement("div");
tooltip.className = "tooltip";
tooltip.setAttribute("role", "tooltip");
tooltip.hidden = true;
document.body.append(tooltip);

/** Names come out of files: they are shown as text, never as markup. */
function showTooltip(_handler: unknown, event: MouseEvent, _item: unknown, value: unknown): void {
  const rows = typeof value === "object" && value !== null ? Object.entries(value) : [];
  tooltip.hidden = rows.length === 0;
  tooltip.replaceChildren(
    ...rows.map(([name, text]) => {
      const row = document.createElement("div");
      const heading = document.createElement("b");
      heading.textContent = `${name} `;
      row.append(heading, printable(String(text)));
      return row;
    }),
  );
  if (tooltip.hidden) return;
  const left = Math.min(event.clientX + 14, innerWidth - tooltip.offsetWidth - 8);
  const below = event.clientY + 14;
  const fits = below + tooltip.offsetHeight < innerHeight;
  tooltip.style.left = `${Math.max(8, left)}px`;
  tooltip.style.top = `${fits ? below : Math.max(8, event.clientY - tooltip.offsetHeight - 10)}px`;
}

async function draw(figure: HTMLElement, plot: PagePlot): Promise<void> {
  const spec = structuredClone(dark.matches ? plot.dark : plot.light) as Spec;
  for (const source of spec.data ?? []) {
    const packed = plot.data[source.name];
    if (packed) Object.assign(source, { values: rowsOf(packed, page) });
  }
  const view = new View(parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container: figure,
    hover: true,
    tooltip: showTooltip as never,
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse } as never,
  });
  await view.runAsync();
  figure.dataset.drawn = dark.matches ? "dark" : "light";
}

const refuse = (): Promise<never> => Promise.reject(new Error("a report loads nothing"));

async function drawAll(): Promise<void> {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-plot]")) {
    const plot = page.plots[figure.dataset.plot ?? ""];
    figure.replaceChildren();
    if (plot) await draw(figure, plot);
  }
}

/** Lists of hundreds of networks are made when they are opened, from the data that the plots show. */
function listOf({ label, columns, rows }: PageList<PackedRows>): HTMLElement {
  const region = document.createElement("div");
  region.className = "scroll";
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", label);
  region.append(tableOf(columns, rowsOf(rows, page)));
  return region;
}

function tableOf(columns: PageList["columns"], rows: readonly Row[]): HTMLTableElement {
  const table = document.createElement("table");
  const isText = (field: string): boolean => typeof rows[0]?.[field] === "string";
  const head = columns.map(({ heading, field }) => cellOf("th", heading, isText(field), "col"));
  table
    .createTHead()
    .insertRow()
    .append(...head);
  const body = table.createTBody();
  for (const row of rows) {
    const cells = columns.map(({ field }, index) =>
      index === 0
        ? cellOf("th", row[field], true, "row")
        : cellOf("td", row[field], isText(field), undefined),
    );
    body.insertRow().append(...cells);
  }
  return table;
}

function cellOf(
  kind: "th" | "td",
  value: string | number | undefined,
  isText: boolean,
  scope: "row" | "col" | undefined,
): HTMLElement {
  const cell = document.createElement(kind);
  if (scope !== undefined) cell.setAttribute("scope", scope);
  cell.classList.toggle("words", isText);
  cell.textContent = typeof value === "number" ? scoreText(value) : printable(value ?? "");
  return cell;
}

for (const details of document.querySelectorAll<HTMLDetailsElement>("[data-list]"))
  details.addEventListener(
    "toggle",
    () => {
      const list = page.lists[details.dataset.list ?? ""];
      if (list) details.append(listOf(list));
    },
    { once: true },
  );
addEventListener("scroll", () => {
  tooltip.hidden = true;
});
addEventListener("keydown", ({ key }) => {
  if (key === "Escape") tooltip.hidden = true;
});
dark.addEventListener("change", drawAll);
void drawAll();
