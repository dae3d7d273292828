/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { parse, type Spec, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { scoreText } from "../output/numbers.js";
import { printable } from "../output/text.js";
import type { PackedRows } from "./columns.js";
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
  const table = document.createElement("table");
  const headings = columns.map(({ heading }) => cellOf("th", "col", heading));
  rowOf(table.createTHead(), headings);
  const body = table.createTBody();
  for (const row of rowsOf(rows, page))
    rowOf(
      body,
      columns.map(({ field }, index) =>
        index === 0 ? cellOf("th", "row", row[field]) : cellOf("td", undefined, row[field]),
      ),
    );
  region.append(table);
  return region;
}

const rowOf = (section: HTMLTableSectionElement, cells: readonly HTMLElement[]): void =>
  section.insertRow().append(...cells);

function cellOf(kind: "th" | "td", scope: string | undefined, value: string | number | undefined) {
  const cell = document.createElement(kind);
  if (scope !== undefined) cell.setAttribute("scope", scope);
  else if (typeof value === "string") cell.className = "words";
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
