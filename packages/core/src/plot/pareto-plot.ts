import { UsageError } from "../errors.js";
import {
  budgetLayers,
  budgetLimits,
  budgetMeetsAxisTitle,
  budgetText,
  type ParetoBudget,
} from "./pareto-budget.js";
import { labelledPoint, largest, type ParetoFrame, paretoFrame } from "./pareto-frame.js";
import { ink, okabeIto, plotTitle, plotWidth, theme } from "./style.js";
import { countText, proxyText, scoreLabel, sizeLabel, sizeText } from "./text.js";
import { finiteRows, type JsonObject, type VegaLiteSpec, vegaLiteSchema } from "./vega-lite.js";

/** One architecture in the plane of size and score. */
export type ParetoPoint = {
  readonly parameters: number;
  readonly score: number;
  /** The architecture in words, shown on hovering where whoever draws can. Left out, nothing is. */
  readonly architecture?: string;
};

/** One of the best architectures under the budget; rank 1 is the best. */
export type RankedPoint = ParetoPoint & { readonly rank: number };

/** A known model, for orientation. */
export type KnownPoint = ParetoPoint & { readonly name: string };

/** What {@link paretoPlot} shows. Every number must be finite. */
export interface ParetoPlotInput {
  readonly space: string;
  readonly proxy: string;
  /** Left out for a proxy that has none. */
  readonly alpha?: number | undefined;
  /** Whether the lowest scores are the best. Default: false. */
  readonly minimize?: boolean | undefined;
  /** What is counted on the x axis. Default `parameters`. */
  readonly parametersLabel?: string | undefined;
  /** In any order. */
  readonly front: readonly ParetoPoint[];
  readonly best: readonly RankedPoint[];
  /** A sample of the space, as a backdrop. */
  readonly cloud?: readonly ParetoPoint[] | undefined;
  /** Known models, with their names beside them. Default: none. */
  readonly known?: readonly KnownPoint[] | undefined;
  /** In the unit of the x axis, both ends included. */
  readonly budget?: ParetoBudget | undefined;
  readonly title?: string | undefined;
  /** One line, or several. */
  readonly subtitle?: string | readonly string[] | undefined;
}

const height = 420;
/** Left of the plot, for the labels of the score axis. */
const labelWidth = 40;
const colors = {
  cloud: ink.quiet,
  front: okabeIto.blue,
  best: okabeIto.vermillion,
  known: okabeIto.green,
} as const;

/**
 * Score against parameters: the sampled architectures as a quiet cloud, the Pareto front as steps (the best score that
 * each size allows), the best under the budget on top, the sizes outside the budget shaded.
 *
 * The data are passed through unchanged, none left out; a number that is not finite is a UsageError. The labels of front
 * and best stand above their points and to the left, below them where the lowest scores are the best: there, by definition of the
 * front, no architecture can be.
 *
 * @example
 * paretoPlot({ space: "flexibert", proxy: "series", front: [{ parameters: 8e6, score: -2.1 }], best: [] })
 */
export function paretoPlot(input: ParetoPlotInput): VegaLiteSpec {
  const { space, proxy, alpha, minimize = false, front, best, cloud = [], known = [], budget = {} } = input;
  const { parametersLabel = "parameters" } = input;
  if (front.length + best.length + cloud.length === 0)
    throw new UsageError("a Pareto plot needs at least one architecture");
  const title = input.title ?? `Best architectures of ${space}`;
  const score = proxyText(proxy, alpha, "score");
  const frame = paretoFrame(sizesOf(input));
  const first = largest(best, (point) => -point.rank);
  const marked = { frame, first, below: minimize };
  return {
    $schema: vegaLiteSchema,
    description: `${title}. Space ${space}, ${score} against ${parametersLabel}: ${key(input)}.`,
    width: plotWidth,
    height,
    autosize: { type: "fit", contains: "padding" },
    title: { ...plotTitle(title, input.subtitle ?? key(input)), offset: 14 },
    encoding: {
      x: sizeAxis(parametersLabel, frame),
      y: scoreAxis(`${minimize ? "↓" : "↑"} ${score}`, budgetMeetsAxisTitle(budget, frame)),
    },
    layer: [
      ...budgetLayers(budget, frame),
      ...cloudLayers(cloud, hoverOf(cloud, parametersLabel)),
      ...frontLayers(front, marked, hoverOf(front, parametersLabel)),
      ...knownLayers(known, frame),
      ...bestLayers(best, marked, hoverOf(best, parametersLabel)),
    ],
    config: theme,
  };
}

function sizesOf({ cloud = [], front, best, known = [], budget = {} }: ParetoPlotInput): number[] {
  return [
    ...budgetLimits(budget),
    ...[...cloud, ...front, ...best, ...known].map((point) => point.parameters),
  ];
}

/** What the colours mean. */
function key({ cloud = [], front, best, known = [], budget = {} }: ParetoPlotInput): string {
  const count = best.length === 1 ? "" : ` ${countText(best.length)}`;
  const limits = budgetText(budget);
  return [
    ...(cloud.length > 0 ? [`${countText(cloud.length)} sampled architectures (grey)`] : []),
    ...(front.length > 0 ? [`Pareto front of ${countText(front.length)} (blue)`] : []),
    ...(best.length > 0 ? [`best${count}${limits === "" ? "" : ` with ${limits}`} (orange)`] : []),
    ...(known.length > 0 ? ["known models (green)"] : []),
  ].join(" · ");
}

function sizeAxis(title: string, { logarithmic }: ParetoFrame): JsonObject {
  return {
    field: "parameters",
    type: "quantitative",
    // Vega-Lite warns of `zero` on a logarithmic scale, which never has one.
    scale: { ...(logarithmic ? { type: "log" } : { zero: false }), nice: false, padding: 24 },
    axis: {
      title: `${title} →`,
      titleAnchor: "end",
      titlePadding: 6,
      labelExpr: sizeLabel,
      tickCount: 7,
      grid: false,
    },
  };
}

function scoreAxis(score: string, raised: boolean): JsonObject {
  return {
    field: "score",
    type: "quantitative",
    scale: { zero: false, nice: false, padding: 28 },
    axis: {
      ...titleAbove(score, raised ? -28 : -10),
      labelExpr: scoreLabel,
      tickCount: 6,
      minExtent: labelWidth,
      maxExtent: labelWidth,
    },
  };
}

/** A title of the y axis that reads without turning one's head. */
function titleAbove(title: string, titleY: number): JsonObject {
  return {
    title,
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleBaseline: "bottom",
    titleX: -labelWidth,
    titleY,
  };
}

/** What decides where labels stand. */
interface Marked {
  readonly frame: ParetoFrame;
  /** The very best, which is labelled. */
  readonly first: RankedPoint | undefined;
  /** Whether labels stand below their points. */
  readonly below: boolean;
}

/** What a point says on hovering, where the points are told in words. */
function hoverOf(points: readonly ParetoPoint[], parametersLabel: string): JsonObject {
  if (points.every(({ architecture }) => architecture === undefined)) return {};
  const shown = [
    ...(points.some((point) => "rank" in point) ? [{ field: "rank", type: "quantitative" }] : []),
    { field: "architecture", type: "nominal" },
    { field: "parameters", title: parametersLabel, type: "quantitative", format: "," },
    { field: "score", type: "quantitative", format: ".5g" },
  ];
  return { encoding: { tooltip: shown } };
}

function cloudLayers(cloud: readonly ParetoPoint[], hover: JsonObject): JsonObject[] {
  if (cloud.length === 0) return [];
  const mark = { type: "circle", color: colors.cloud, size: 16, opacity: 0.45, aria: false };
  return [{ data: { values: finiteRows("cloud", cloud) }, mark, ...hover }];
}

function frontLayers(front: readonly ParetoPoint[], marked: Marked, hover: JsonObject): JsonObject[] {
  if (front.length === 0) return [];
  const labelled = labelledPoint(front, marked.first, marked.frame);
  const data = { values: finiteRows("front", front) };
  const size = front.length > 60 ? 14 : 30;
  return [
    { data, mark: { type: "line", interpolate: "step-after", color: colors.front, strokeWidth: 2 } },
    { data, mark: { type: "circle", color: colors.front, size, opacity: 1 }, ...hover },
    ...(labelled === undefined ? [] : labelLayers(labelled, marked, "Pareto front", colors.front)),
  ];
}

function bestLayers(best: readonly RankedPoint[], marked: Marked, hover: JsonObject): JsonObject[] {
  const { first } = marked;
  if (first === undefined) return [];
  const mark = {
    type: "circle",
    color: colors.best,
    size: 90,
    opacity: 1,
    stroke: "#ffffff",
    strokeWidth: 1.5,
  };
  return [
    { data: { values: finiteRows("best", best) }, mark, ...hover },
    ...labelLayers(first, marked, `best: ${sizeText(first.parameters)}`, colors.best),
  ];
}

/** Known models as triangles, their names on the side where there is room. */
function knownLayers(known: readonly KnownPoint[], { position }: ParetoFrame): JsonObject[] {
  if (known.length === 0) return [];
  const mark = {
    type: "point",
    shape: "triangle-up",
    filled: true,
    color: colors.known,
    size: 70,
    opacity: 1,
  };
  const text = { type: "text", color: colors.known, fontSize: 11, aria: false };
  const sides = [
    { points: known.filter(({ parameters }) => position(parameters) < 0.5), side: { align: "left", dx: 8 } },
    {
      points: known.filter(({ parameters }) => position(parameters) >= 0.5),
      side: { align: "right", dx: -8 },
    },
  ];
  return [
    { data: { values: finiteRows("known", known) }, mark },
    ...sides.flatMap(({ points, side }) =>
      points.length === 0
        ? []
        : [
            {
              data: { values: finiteRows("known", points) },
              mark: { ...text, ...side },
              encoding: { text: { field: "name", type: "nominal" } },
            },
          ],
    ),
  ];
}

/** Text above or below a point and to its left, or to its right where the left edge is too near; the paper's white around it. */
function labelLayers(
  { parameters, score }: ParetoPoint,
  { frame, below }: Marked,
  text: string,
  color: string,
): JsonObject[] {
  const side = frame.position(parameters) < 0.2 ? { align: "left", dx: -4 } : { align: "right", dx: -6 };
  const placed = {
    type: "text",
    text,
    ...(below ? { baseline: "top", dy: 8 } : { baseline: "bottom", dy: -8 }),
    ...side,
  };
  const mark = { ...placed, color, fontSize: 13, fontWeight: "bold", aria: false };
  const data = { values: [{ parameters, score }] };
  return [
    { data, mark: { ...mark, stroke: "#ffffff", strokeWidth: 4, strokeJoin: "round" } },
    { data, mark },
  ];
}
