import { html } from "../report/html.js";
import { type CompiledPlot, type PageList, type PageScript, pageOf } from "../report/page.js";
import { tableOf } from "../report/table.js";
import { architectureLine, documentedArchitecture } from "../words/architecture.js";
import { bytesText, counted, flopsText, scoreText, shortCount } from "../words/numbers.js";
import { percentText } from "../words/percent.js";
import { adviceTexts } from "./advice-text.js";
import { latencyText, quantityText } from "./budget-text.js";
import { knownColumns, knownRows } from "./known-table.js";
import { pointsOf, pointText } from "./search-plot.js";
import { type SearchOutcome, searchClosing, searchHead } from "./search-view.js";
import { withinTexts, writableTexts } from "./within-text.js";

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
${knownPart(outcome)}
${adviceList(outcome)}
<details data-list="front"><summary>Pareto front: ${counted(front.rows.length, "architecture")}</summary></details>
<p>${linesOf(searchClosing(outcome))}</p>`,
  };
  return pageOf(page, script);
}

/** Known models beside the answer. */
const knownPart = (outcome: SearchOutcome) =>
  outcome.known?.length
    ? html`<h2>Known models of about this size</h2>
${tableOf(
  "Known models",
  knownColumns(outcome).map(({ heading }) => heading),
  knownRows(outcome),
)}`
    : html``;

/** What to know before one trains the answer. */
function adviceList(outcome: SearchOutcome) {
  const texts = [...withinTexts(outcome), ...writableTexts(outcome), ...adviceTexts(outcome)];
  if (texts.length === 0) return html``;
  return html`<h2>Before you train it</h2>
<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

const linesOf = (texts: readonly string[]) => texts.map((text) => html`${text}<br>`);

const columnsOf = ({ memory, device }: SearchOutcome): string[] => [
  ...["rank", "score", "gap", "parameters", "FLOPs"],
  ...(memory ? ["memory"] : []),
  ...(device ? ["latency"] : []),
  "architecture",
];

const bestRows = ({ best }: SearchOutcome): string[][] =>
  best.map(({ rank, score, equivalentSize, parameters, flops, memory, latency, architecture }) => [
    String(rank),
    scoreText(score),
    equivalentSize === undefined ? "–" : percentText(equivalentSize),
    shortCount(parameters),
    flopsText(flops),
    ...(memory === undefined ? [] : [bytesText(memory)]),
    ...(latency === undefined ? [] : [latencyText(latency)]),
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
