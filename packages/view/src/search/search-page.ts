import { html } from "../report/html.js";
import { type CompiledPlot, type PageList, type PageScript, pageOf } from "../report/page.js";
import { tableOf } from "../report/table.js";
import { architectureLine, documentedArchitecture } from "../words/architecture.js";
import { bytesText, counted, flopsText, scoreText, shortCount } from "../words/numbers.js";
import { quantityText } from "./budget-text.js";
import { pointsOf, pointText } from "./search-plot.js";
import { type SearchOutcome, searchClosing, searchHead } from "./search-view.js";

/**
 * The report of a search: one HTML file with the picture, in which points say their architecture, the best, and the front.
 *
 * @param outcome of a request for `points`
 * @param pareto what `searchPlot(outcome, true)` says, compiled
 */
export function searchPage(outcome: SearchOutcome, pareto: CompiledPlot, script: PageScript): string {
  const title = `Best architectures of ${outcome.space}`;
  const front = frontOf(outcome);
  const page = {
    title,
    plots: { pareto },
    lists: { front },
    body: html`<h1>${title}</h1>
<p>${linesOf([`Written by zerolm search, seed ${outcome.seed}.`, ...searchHead(outcome)])}</p>
<figure data-plot="pareto" aria-label="${pareto.description}"></figure>
<p>Point at a mark to see its architecture; the tables say the same.</p>
<h2>The best</h2>
${tableOf("The best architectures", columnsOf(outcome), bestRows(outcome))}
<details data-list="front"><summary>Pareto front: ${counted(front.rows.length, "architecture")}</summary></details>
<p>${linesOf(searchClosing(outcome))}</p>`,
  };
  return pageOf(page, script);
}

const linesOf = (texts: readonly string[]) => texts.map((text) => html`${text}<br>`);

const columnsOf = ({ memory }: SearchOutcome): string[] => [
  ...["rank", "score", "parameters", "FLOPs"],
  ...(memory ? ["memory"] : []),
  "architecture",
];

const bestRows = ({ best }: SearchOutcome): string[][] =>
  best.map(({ rank, score, parameters, flops, memory, architecture }) => [
    String(rank),
    scoreText(score),
    shortCount(parameters),
    flopsText(flops),
    ...(memory === undefined ? [] : [bytesText(memory)]),
    architectureLine(documentedArchitecture(architecture)),
  ]);

function frontOf(outcome: SearchOutcome): PageList {
  return {
    label: "Pareto front",
    columns: [
      { heading: quantityText(outcome.cost), field: "parameters" },
      { heading: "score", field: "score" },
      { heading: "architecture", field: "architecture" },
    ],
    rows: pointsOf(outcome).front.map((point) => ({
      parameters: point.cost,
      score: point.score,
      architecture: pointText(point),
    })),
  };
}
