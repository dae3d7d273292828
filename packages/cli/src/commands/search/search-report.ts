import { type Architecture, cost } from "@zerolm/core";
import {
  architectureLine,
  counted,
  flopsText,
  html,
  type PageList,
  pageOf,
  scoreText,
  shortCount,
  tableOf,
} from "@zerolm/view";
import { compiledPlot } from "../../plot/draw.js";
import { reportScript } from "../../plot/report.js";
import type { SearchFlags } from "./search.flags.js";
import type { SearchOutcome } from "./search-outcome.js";
import { type DrawnPoint, type DrawnPoints, plotOf } from "./search-plot.js";
import { closingLines, headLines } from "./search-text.js";

/** The report of a search: one HTML file with the picture, in which points say their architecture, the best, and the front. */
export async function reportOf(
  outcome: SearchOutcome,
  points: DrawnPoints,
  flags: SearchFlags,
): Promise<string> {
  const title = `Best architectures of ${outcome.request.space.name}`;
  const pareto = await compiledPlot(plotOf(outcome, points, true));
  const { front } = points;
  const page = {
    title,
    plots: { pareto },
    lists: { front: frontOf(outcome, front) },
    body: html`<h1>${title}</h1>
<p>${lines([`Written by zerolm search, seed ${flags.seed}.`, ...headLines(outcome, flags)])}</p>
<figure data-plot="pareto" aria-label="${pareto.description}"></figure>
<p>Point at a mark to see its architecture; the tables say the same.</p>
<h2>The best</h2>
${tableOf("The best architectures", columns, bestRows(points, flags))}
<details data-list="front"><summary>Pareto front: ${counted(front.length, "architecture")}</summary></details>
<p>${lines(closingLines(outcome, flags))}</p>`,
  };
  return pageOf(page, reportScript());
}

const lines = (texts: readonly string[]) => texts.map((text) => html`${text}<br>`);

const columns = ["rank", "score", "parameters", "FLOPs", "architecture"];

function bestRows({ best }: DrawnPoints, flags: SearchFlags): string[][] {
  return best.map(({ architecture, score }, index) => [
    String(index + 1),
    scoreText(score),
    ...sizesOf(architecture, flags),
    architectureLine(architecture),
  ]);
}

function sizesOf(architecture: Architecture, flags: SearchFlags): string[] {
  const { parameters, flops } = cost(architecture, flags);
  return [shortCount(parameters.total), flopsText(flops.perSequence)];
}

function frontOf({ request }: SearchOutcome, front: readonly DrawnPoint[]): PageList {
  return {
    label: "Pareto front",
    columns: [
      { heading: request.cost.name, field: "parameters" },
      { heading: "score", field: "score" },
      { heading: "architecture", field: "architecture" },
    ],
    rows: front.map(({ architecture, size, score }) => ({
      parameters: size,
      score,
      architecture: architectureLine(architecture),
    })),
  };
}
