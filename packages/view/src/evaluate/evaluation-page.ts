import { defaultPrior, heatMap, type LearningPlotPoint, learningPlot, type VegaLiteSpec } from "@zerolm/core";
import { type EvaluatedNetwork, type EvaluationOutcome, learningDraws, rowName } from "@zerolm/tasks";
import { type Html, html } from "../report/html.js";
import type { CompiledPlot, PageContent, PageList } from "../report/page.js";
import { tableOf } from "../report/table.js";
import { counted, scoreText } from "../words/numbers.js";
import { significance } from "./below-best.js";
import { evaluationSpec, networkLines } from "./evaluation-plot.js";
import { captionOf, shownTables } from "./evaluation-tables.js";
import { evaluationTitle, rowsOf } from "./rows.js";

/**
 * The report of evaluations. The request has to ask for networks, and for learning.
 *
 * @param plots what {@link evaluationSpecs} says, compiled
 */
export function evaluationPage(
  evaluations: readonly EvaluationOutcome[],
  plots: Readonly<Record<string, CompiledPlot>>,
): PageContent {
  const names = evaluations.map(evaluationTitle);
  const [{ seed = 0, resamples = 0, top = 10 } = {}] = evaluations;
  const figure = (name: string): Html | undefined =>
    plots[name] && html`<figure data-plot="${name}" aria-label="${plots[name].description}"></figure>`;
  return {
    title: `How proxies rank ${names.join("; ")}`,
    plots,
    lists: Object.fromEntries(evaluations.map((one, index) => [`networks${index}`, listOf(one)])),
    body: html`<h1>How well proxies rank trained networks</h1>
<p>Written by zerolm evaluate, seed ${seed}, ${resamples} bootstrap resamples. Point at a mark to see its architecture; the tables of networks say the same.</p>
<nav aria-label="Benchmarks"><ul>${names.map((name, index) => html`<li><a href="#b${index}">${name}</a></li>`)}</ul></nav>
${figure("heat")}
${figure("learning")}
${evaluations.map((one, index) => sectionOf(one, index, figure))}
${legendOf(top)}`,
  };
}

/** Everything that a report draws, by name. */
export function evaluationSpecs(evaluations: readonly EvaluationOutcome[]): Record<string, VegaLiteSpec> {
  const specs: Record<string, VegaLiteSpec> = {};
  const cells = cellsOf(evaluations);
  if (cells.length > 0) specs.heat = heatMap({ cells });
  const points = evaluations.flatMap(learningPoints);
  if (points.length > 0)
    specs.learning = learningPlot({ points, draws: learningDraws, priorName: defaultPrior.name });
  for (const [index, evaluation] of evaluations.entries()) {
    const lines = networkLines(evaluation.networks ?? []);
    for (const kind of ["proxy", "published"] as const)
      if (evaluation.results.some((row) => row.kind === kind))
        specs[`${kind}${index}`] = evaluationSpec(evaluation, kind, lines);
  }
  return specs;
}

/** τ of every row. What all benchmarks have comes first; published scores follow. */
const cellsOf = (evaluations: readonly EvaluationOutcome[]) =>
  ["proxy", "baseline", "published"].flatMap((kind) =>
    evaluations.flatMap((evaluation) =>
      rowsOf(evaluation).flatMap((row) =>
        row.kind !== kind || row.kendall === undefined
          ? []
          : [{ proxy: rowName(row), benchmark: evaluationTitle(evaluation), kendall: row.kendall }],
      ),
    ),
  );

const learningPoints = (evaluation: EvaluationOutcome): LearningPlotPoint[] =>
  (evaluation.learning ?? []).map((point) => ({
    benchmark: evaluationTitle(evaluation),
    labels: point.labels,
    kendall: point.kendall.mean,
    deviation: point.kendall.standardDeviation,
    prior: point.priorKendall.mean,
  }));

function sectionOf(
  evaluation: EvaluationOutcome,
  index: number,
  figure: (name: string) => Html | undefined,
): Html {
  const title = evaluationTitle(evaluation);
  const published = figure(`published${index}`);
  return html`<section aria-labelledby="b${index}">
<h2 id="b${index}">${title}</h2>
<p>${captionOf(evaluation)}</p>
${shownTables(evaluation).map(({ headings, rows }, part) =>
  tableOf(
    part === 0 ? `Figures of ${title}` : `Pairs of ${title}`,
    headings,
    rows,
    rowsOf(evaluation).map(({ kind }) => kind),
  ),
)}
${figure(`proxy${index}`)}
${published && html`<h3>Published scores</h3>${published}`}
${differencesOf(evaluation)}
${networksOf(evaluation, index)}
</section>`;
}

function differencesOf(evaluation: EvaluationOutcome): Html | undefined {
  const { differences } = evaluation;
  if (differences.length === 0) return undefined;
  const rows = differences.map(({ first, second, difference, interval, p, adjusted }) => [
    `${first} − ${second}`,
    ...[difference, ...interval].map((value) => value.toFixed(3).replace("-", "−")),
    ...[p, adjusted].map((value) => (value < 0.001 ? "< .001" : value.toFixed(3))),
    adjusted < significance ? "differ" : "",
  ]);
  const columns = ["pair", "difference of τ", "2.5 %", "97.5 %", "p", "p, Holm", ""];
  return html`<details><summary>Which differ: ${counted(rows.length, "pair")}</summary>
${tableOf(`Differences on ${evaluationTitle(evaluation)}`, columns, rows)}</details>`;
}

/** Where the networks of a benchmark are listed once somebody asks for them. */
const networksOf = ({ architectures }: EvaluationOutcome, index: number): Html =>
  html`<details data-list="networks${index}"><summary>The ${counted(architectures, "network")}</summary></details>`;

/** Every network with its quality, its scores and its architecture. Fields are numbered: a proxy may be called as it likes. */
function listOf(evaluation: EvaluationOutcome): PageList {
  const { networks = [], results, quality: measure } = evaluation;
  const own = results.filter(({ kind }) => kind === "proxy").map(rowName);
  const columns = own.map((name) => scoreColumn(name, networks));
  const lines = networkLines(networks);
  return {
    label: `Networks of ${evaluationTitle(evaluation)}`,
    columns: [
      { heading: "network", field: "name" },
      { heading: measure, field: "quality" },
      ...own.map((heading, index) => ({ heading, field: `score${index}` })),
      { heading: "architecture", field: "architecture" },
    ],
    rows: networks.map(({ id, quality }, index) => ({
      name: id,
      quality,
      ...Object.fromEntries(
        columns.map((column, place) => [`score${place}`, column[index] as number | string]),
      ),
      architecture: lines[index] as string,
    })),
  };
}

/** A column of numbers if every network has the score, else of texts, some of them empty: a column of a page is of one type. */
function scoreColumn(name: string, networks: readonly EvaluatedNetwork[]): readonly (number | string)[] {
  const found = networks.map(({ scores }) => (Object.hasOwn(scores, name) ? scores[name] : undefined));
  const known = found.filter((score) => score !== undefined);
  if (known.length === found.length) return known;
  return found.map((score) => (score === undefined ? "" : scoreText(score)));
}

const legendOf = (
  top: number,
): Html => html`<section aria-labelledby="legend"><h2 id="legend">What the columns are</h2><dl>
<dt>ρ, τ</dt><dd>Spearman, and Kendall's τ-b, each with its 95 % bootstrap interval</dd>
<dt>cells</dt><dd>τ among networks of equal depth and hidden size</dd>
<dt>size</dt><dd>τ over pairs whose parameter counts differ by less than 10 %</dd>
<dt>partial</dt><dd>ρ at equal parameter count</dd>
<dt>regret</dt><dd>quality lost by training only the ${top} that score highest</dd>
<dt>NDCG, top ${top}</dt><dd>quality of the ${top} that score highest, discounted by rank (maximum 1); share of them among the ${top} best</dd>
<dt>τ-a, pairs</dt><dd>Kendall's τ-a, in which a pair with tied scores counts as 0; share of pairs in the right order; each with its 95 % bootstrap interval</dd>
<dt>scores</dt><dd>number of distinct scores</dd>
<dt>below best</dt><dd>whether τ differs from the best row's, with p of the paired bootstrap (Holm)</dd>
<dt>n/a</dt><dd>not defined, for example if all scores are equal, or if a benchmark has no more than ${top} networks</dd>
<dt>†</dt><dd>published with the benchmark, with its sign unless flipped (−)</dd>
<dt>p, Holm</dt><dd>by the paired bootstrap, corrected over all pairs of a benchmark</dd>
</dl><p>The last two rows of each table are baselines that use only depth and hidden size. Compare every proxy with them.</p></section>`;
