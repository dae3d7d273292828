/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { parse, type Spec, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";

/** A plot as the page holds it: compiled for light and for dark paper, its data apart. */
interface PagePlot {
  readonly light: Spec;
  readonly dark: Spec;
  readonly data: Readonly<Record<string, readonly object[]>>;
}

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
      row.append(heading, String(text));
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
  const spec = structuredClone(dark.matches ? plot.dark : plot.light);
  for (const source of spec.data ?? [])
    if (Object.hasOwn(plot.data, source.name))
      Object.assign(source, { values: structuredClone(plot.data[source.name]) });
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
  const text = document.querySelector("#plots")?.textContent ?? "{}";
  const plots = JSON.parse(text) as Readonly<Record<string, PagePlot>>;
  for (const figure of document.querySelectorAll<HTMLElement>("[data-plot]")) {
    const plot = plots[figure.dataset.plot ?? ""];
    figure.replaceChildren();
    if (plot) await draw(figure, plot);
  }
}

addEventListener("scroll", () => {
  tooltip.hidden = true;
});
addEventListener("keydown", ({ key }) => {
  if (key === "Escape") tooltip.hidden = true;
});
dark.addEventListener("change", drawAll);
void drawAll();
