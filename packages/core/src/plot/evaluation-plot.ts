import { UsageError } from "../errors.js";
import { groupColors } from "./group-colors.js";
import { ink, plotTitle, plotWidth, theme } from "./style.js";
import { correlationText, countText, proxyText, scoreLabel } from "./text.js";
import { finiteRows, type JsonObject, type VegaLiteSpec, vegaLiteSchema } from "./vega-lite.js";

/** One architecture of a benchmark: its score, its trained quality, and its group of equal depth and hidden size. */
export type EvaluationPoint = {
  readonly score: number;
  readonly quality: number;
  /** As the legend writes it, for example `4 × 256`. */
  readonly group: string;
  /** Its name and its architecture in words, shown on hovering. Left out, nothing is. */
  readonly name?: string;
  readonly architecture?: string;
};

/** One proxy on the benchmark. The correlations may be NaN, where all scores are equal; scores and qualities may not. */
export interface EvaluationPanel {
  readonly proxy: string;
  /** Left out for a proxy that has none. */
  readonly alpha?: number | undefined;
  readonly spearman: number;
  readonly kendall: number;
  readonly points: readonly EvaluationPoint[];
}

/** What {@link evaluationPlot} shows. */
export interface EvaluationPlotInput {
  readonly benchmark: string;
  /** Left out for a benchmark with one reading only. */
  readonly reading?: string | undefined;
  /** What the y axis is: `GLUE`, `−perplexity`. Higher is better. */
  readonly quality: string;
  readonly panels: readonly EvaluationPanel[];
  /** What makes a group. Default `depth × hidden`. */
  readonly groupLabel?: string | undefined;
  readonly title?: string | undefined;
  /** One line, or several. */
  readonly subtitle?: string | readonly string[] | undefined;
}

const gap = 26;
/** Between the frames of two rows: the axis of the upper one and the heading of the lower. */
const rowGap = 104;
/** Left of the first frame: title and labels of the quality axis, the same for any labels so that all plots are one width. */
const axisWidth = 61;
const labelWidth = 40;

/**
 * Small multiples, a panel per proxy: trained quality against score, coloured by group, headed by Spearman's ρ and
 * Kendall's τ. All panels share the quality axis. A proxy that only tells the groups apart shows as clouds without a slope.
 *
 * The data are passed through unchanged, none left out; a score or quality that is not finite is a UsageError.
 *
 * @example
 * evaluationPlot({
 *   benchmark: "nas-bench-bert", reading: "labelled", quality: "GLUE",
 *   panels: [{ proxy: "nsc", spearman: 1, kendall: 1, points: [{ score: 3, quality: 71.5, group: "2 × 128" }] }],
 * })
 */
export function evaluationPlot(input: EvaluationPlotInput): VegaLiteSpec {
  checkPanels(input.panels);
  const title = input.title ?? `How well proxies rank ${input.benchmark}`;
  const groupLabel = input.groupLabel ?? "depth × hidden";
  const colors = groupColors(
    input.panels.flatMap((panel) => panel.points.map((point) => point.group)),
    groupLabel,
  );
  const subtitle = [...summary(input), ...colors.notes];
  const columns = columnsFor(input.panels.length);
  return {
    $schema: vegaLiteSchema,
    description: `${title}. ${[...subtitle, ...input.panels.map(panelText)].join(". ")}.`,
    title: plotTitle(title, input.subtitle ?? subtitle),
    columns,
    spacing: { row: rowGap, column: gap },
    bounds: "flush",
    concat: input.panels.map((panel, index) => panelSpec(input, panel, index, columns, colors.encoding)),
    resolve: { scale: { y: "shared", color: "shared" } },
    config: theme,
  };
}

function checkPanels(panels: readonly EvaluationPanel[]): void {
  if (panels.length === 0) throw new UsageError("an evaluation plot needs at least one proxy");
  const empty = panels.find((panel) => panel.points.length === 0);
  if (empty !== undefined)
    throw new UsageError(`the panel of ${empty.proxy} has no architecture to show. Leave it out.`);
}

function summary({ panels, reading, quality }: EvaluationPlotInput): string[] {
  const counts = panels.map((panel) => panel.points.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const count = least === most ? countText(most) : `${countText(least)} to ${countText(most)}`;
  const readAs = reading === undefined ? "" : `, reading ${reading}`;
  return [`${quality} against score, ${count} trained architectures${readAs}`];
}

function columnsFor(panels: number): number {
  if (panels <= 3) return panels;
  return panels === 4 ? 2 : 3;
}

function panelText(panel: EvaluationPanel): string {
  return `${proxyText(panel.proxy, panel.alpha)}: ${correlations(panel)}`;
}

function correlations({ spearman, kendall }: EvaluationPanel): string {
  return `ρ ${correlationText(spearman)} · τ ${correlationText(kendall)}`;
}

function panelSpec(
  { quality }: EvaluationPlotInput,
  panel: EvaluationPanel,
  index: number,
  columns: number,
  color: JsonObject,
): JsonObject {
  const { left, right } = theme.padding;
  const width = Math.floor((plotWidth - left - right - axisWidth - (columns - 1) * gap) / columns);
  return {
    width,
    height: Math.min(Math.round(width * 0.9), 380),
    title: { text: proxyText(panel.proxy, panel.alpha), subtitle: correlations(panel), ...heading },
    data: { values: finiteRows(`${panel.proxy}.points`, panel.points) },
    mark: { type: "circle", size: columns === 1 ? 30 : 18, opacity: 0.6, aria: false },
    encoding: {
      x: scoreAxis,
      y: qualityAxis(quality, index % columns === 0),
      color,
      ...(panel.points.some(({ architecture }) => architecture !== undefined) ? { tooltip: hover } : {}),
    },
  };
}

const heading: JsonObject = {
  frame: "group",
  fontSize: 14,
  subtitleFontSize: 13,
  subtitleColor: ink.strong,
  subtitlePadding: 4,
  offset: 8,
};

const hover: readonly JsonObject[] = [
  { field: "name", type: "nominal" },
  { field: "architecture", type: "nominal" },
  { field: "quality", type: "quantitative", format: ".5g" },
  { field: "score", type: "quantitative", format: ".5g" },
];

const scoreAxis: JsonObject = {
  field: "score",
  type: "quantitative",
  scale: { zero: false, nice: false, padding: 10 },
  axis: {
    title: "score →",
    titleAnchor: "end",
    titleColor: ink.normal,
    titlePadding: 6,
    labelExpr: scoreLabel,
    tickCount: 4,
    grid: false,
  },
};

/** Ticks and title stand at the first panel of each row; the others repeat only the grid. */
function qualityAxis(quality: string, first: boolean): JsonObject {
  return {
    field: "quality",
    type: "quantitative",
    scale: { zero: false, nice: false, padding: 10 },
    axis: {
      tickCount: 5,
      labelExpr: scoreLabel,
      minExtent: labelWidth,
      maxExtent: labelWidth,
      ...(first
        ? { title: `${quality} →`, titleAnchor: "end", titlePadding: 4 }
        : { title: null, labels: false }),
    },
  };
}
