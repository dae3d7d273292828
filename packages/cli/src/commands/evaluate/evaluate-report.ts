import { defaultPrior, heatMap, type LearningPlotPoint, learningPlot, type VegaLiteSpec } from "@zerolm/core";
import type { CompiledPlot } from "@zerolm/view";
import { architectureLine, counted, type Html, html, type PageList, pageOf, tableOf } from "@zerolm/view";
import { compiledPlot } from "../../plot/draw.js";
import { reportScript } from "../../plot/report.js";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { significance } from "./evaluate-best.js";
import { nameOf, titleOf } from "./evaluate-document.js";
import { learningDraws, type Outcome, rowsOf } from "./evaluate-judge.js";
import { plotOf } from "./evaluate-plot.js";
import { captionOf, shownTables } from "./evaluate-tables.js";

/** The report of an evaluation: one HTML file. */
export async function reportOf(outcomes: readonly Outcome[], flags: EvaluateFlags): Promise<string> {
  const specs = specsOf(outcomes);
  const plots: Record<string, CompiledPlot> = {};
  for (const [name, spec] of Object.entries(specs)) plots[name] = await compiledPlot(spec);
  const names = outcomes.map(({ benchmark }) => titleOf(benchmark));
  const figure = (name: string): Html | undefined =>
    plots[name] && html`<figure data-plot="${name}" aria-label="${plots[name].description}"></figure>`;
  const page = {
    title: `How proxies rank ${names.join("; ")}`,
    plots,
    lists: Object.fromEntries(outcomes.map((outcome, index) => [`networks${index}`, listOf(outcome)])),
    body: html`<h1>How well proxies rank trained networks</h1>
<p>Written by zerolm evaluate, seed ${flags.seed}, ${flags.resamples} bootstrap resamples. Point at a mark to see its architecture; the tables of networks say the same.</p>
<nav aria-label="Benchmarks"><ul>${names.map((name, index) => html`<li><a href="#b${index}">${name}</a></li>`)}</ul></nav>
${figure("heat")}
${figure("learning")}
${outcomes.map((outcome, index) => sectionOf(outcome, index, figure))}
${legend}`,
  };
  return pageOf(page, reportScript());
}

/** Everything that is drawn, by name. */
function specsOf(outcomes: readonly Outcome[]): Record<string, VegaLiteSpec> {
  const specs: Record<string, VegaLiteSpec> = {};
  // What all benchmarks have comes first; published scores follow.
  const inOrder = ["proxy", "baseline", "published"].flatMap((kind) =>
    outcomes.map((outcome) => ({ outcome, rows: rowsOf(outcome).filter((row) => row.kind === kind) })),
  );
  const cells = inOrder.flatMap(({ outcome, rows }) =>
    rows.flatMap((row) =>
      row.report.kendall === undefined
        ? []
        : [{ proxy: nameOf(row), benchmark: titleOf(outcome.benchmark), kendall: row.report.kendall }],
    ),
  );
  if (cells.length > 0) specs.heat = heatMap({ cells });
  const points = outcomes.flatMap(learningPoints);
  if (points.length > 0)
    specs.learning = learningPlot({ points, draws: learningDraws, priorName: defaultPrior.name });
  for (const [index, outcome] of outcomes.entries())
    for (const kind of ["proxy", "published"] as const)
      if (outcome.evaluations.some((one) => one.kind === kind))
        specs[`${kind}${index}`] = plotOf(outcome, kind, true);
  return specs;
}

const learningPoints = ({ benchmark, learning }: Outcome): LearningPlotPoint[] =>
  learning.map((point) => ({
    benchmark: titleOf(benchmark),
    labels: point.labels,
    kendall: point.kendall.mean,
    deviation: point.kendall.standardDeviation,
    prior: point.priorKendall.mean,
  }));

function sectionOf(outcome: Outcome, index: number, figure: (name: string) => Html | undefined): Html {
  const title = titleOf(outcome.benchmark);
  const published = figure(`published${index}`);
  return html`<section aria-labelledby="b${index}">
<h2 id="b${index}">${title}</h2>
<p>${captionOf(outcome)}</p>
${shownTables(outcome).map(({ headings, rows }, part) =>
  tableOf(
    part === 0 ? `Figures of ${title}` : `Pairs of ${title}`,
    headings,
    rows,
    rowsOf(outcome).map(({ kind }) => kind),
  ),
)}
${figure(`proxy${index}`)}
${published && html`<h3>Published scores</h3>${published}`}
${differencesOf(outcome)}
${networksOf(outcome, index)}
</section>`;
}

function differencesOf({ differences, benchmark }: Outcome): Html | undefined {
  if (differences.length === 0) return undefined;
  const rows = differences.map(({ first, second, difference, interval, p, adjusted }) => [
    `${nameOf(first)} − ${nameOf(second)}`,
    ...[difference, ...interval].map((value) => value.toFixed(3).replace("-", "−")),
    ...[p, adjusted].map((value) => (value < 0.001 ? "< .001" : value.toFixed(3))),
    adjusted < significance ? "differ" : "",
  ]);
  const columns = ["pair", "difference of τ", "2.5 %", "97.5 %", "p", "p, Holm", ""];
  return html`<details><summary>Which differ: ${counted(rows.length, "pair")}</summary>
${tableOf(`Differences on ${titleOf(benchmark)}`, columns, rows)}</details>`;
}

/** Where the networks of a benchmark are listed once somebody asks for them. */
const networksOf = ({ benchmark }: Outcome, index: number): Html =>
  html`<details data-list="networks${index}"><summary>The ${counted(benchmark.entries.length, "network")}</summary></details>`;

/** Every network with its quality, its scores and its architecture. Fields are numbered: a proxy may be called as it likes. */
function listOf({ benchmark, evaluations }: Outcome): PageList {
  const own = evaluations.filter(({ kind }) => kind === "proxy");
  return {
    label: `Networks of ${titleOf(benchmark)}`,
    columns: [
      { heading: "network", field: "name" },
      { heading: benchmark.quality, field: "quality" },
      ...own.map(({ proxy }, index) => ({ heading: proxy, field: `score${index}` })),
      { heading: "architecture", field: "architecture" },
    ],
    rows: benchmark.entries.map(({ id, architecture, quality }, index) => ({
      name: id,
      quality,
      ...Object.fromEntries(own.map(({ scores }, proxy) => [`score${proxy}`, scores[index] as number])),
      architecture: architectureLine(architecture),
    })),
  };
}

const legend = html`<section aria-labelledby="legend"><h2 id="legend">What the columns are</h2><dl>
<dt>ρ, τ</dt><dd>Spearman, and Kendall's τ-b, each with its 95 % bootstrap interval</dd>
<dt>cells</dt><dd>τ among networks of equal depth and hidden size</dd>
<dt>size</dt><dd>τ over pairs whose parameter counts differ by less than 10 %</dd>
<dt>partial</dt><dd>ρ with the parameter count held fixed</dd>
<dt>regret</dt><dd>quality lost by training only the 10 that score highest</dd>
<dt>NDCG, top 10</dt><dd>how good the 10 that score highest are; the share of them among the 10 best</dd>
<dt>τ-a, pairs</dt><dd>Kendall's τ-a; the share of pairs in the right order; each with its 95 % bootstrap interval</dd>
<dt>scores</dt><dd>how many different ones</dd>
<dt>below best</dt><dd>whether τ differs from the best row's, with p of the paired bootstrap (Holm)</dd>
<dt>n/a</dt><dd>not defined, as where all scores are equal; of 10 networks or fewer the 10 are all of them</dd>
<dt>†</dt><dd>published with the benchmark, signs as they are</dd>
<dt>p, Holm</dt><dd>by the paired bootstrap, corrected over all pairs of a benchmark</dd>
</dl><p>The last two rows of each table know depth and hidden size alone: a proxy is worth what it adds to them.</p></section>`;
