import { UsageError } from "../errors.js";
import { ink, okabeIto, plotTitle, plotWidth, theme } from "./style.js";
import { countText, scoreLabel } from "./text.js";
import { finiteRows, type JsonObject, type VegaLiteSpec, vegaLiteSchema } from "./vega-lite.js";

/** A network in the plane of latency and score. */
export type LatencyPoint = {
  readonly name: string;
  readonly milliseconds: number;
  /** Ends of its interval. */
  readonly low: number;
  readonly high: number;
  readonly score: number;
};

/** What {@link latencyPlot} shows. Every number must be finite. */
export interface LatencyPlotInput {
  readonly proxy: string;
  /** What takes so long, as "one token behind a cache of 256". */
  readonly pass: string;
  /** Where it was measured. */
  readonly subtitle: string;
  readonly points: readonly LatencyPoint[];
}

/** Networks of more than this are shown without their names. */
const mostNames = 40;

/**
 * Score against measured latency, a point with its interval and its name for each network.
 *
 * @throws {UsageError} without a point
 * @example
 * latencyPlot({ proxy: "shape", pass: "one token", subtitle: "a laptop", points: [] });
 */
export function latencyPlot({ proxy, pass, subtitle, points }: LatencyPlotInput): VegaLiteSpec {
  if (points.length === 0) throw new UsageError("a plot of latency needs at least one network with a score");
  const title = `${proxy} and latency of ${pass}`;
  return {
    $schema: vegaLiteSchema,
    description: `${title}. ${countText(points.length)} networks, measured on ${subtitle}.`,
    width: plotWidth,
    height: 420,
    autosize: { type: "fit", contains: "padding" },
    title: { ...plotTitle(title, subtitle), offset: 14 },
    data: { values: finiteRows("points", points) },
    encoding: {
      y: axisOf("score", `↑ ${proxy}`, { zero: false, nice: false, padding: 28 }, { labelExpr: scoreLabel }),
    },
    layer: [
      {
        mark: { type: "rule", color: ink.quiet },
        encoding: { x: millisecondsOf("low"), x2: { field: "high" } },
      },
      pointsLayer(),
      ...(points.length > mostNames ? [] : [namesLayer(points)]),
    ],
    config: theme,
  };
}

const axisOf = (field: string, title: string, scale: JsonObject, axis: JsonObject = {}): JsonObject => ({
  field,
  type: "quantitative",
  scale,
  axis: { title, titleAnchor: "end", ...axis },
});

const millisecondsOf = (field: string): JsonObject =>
  axisOf(field, "milliseconds →", { type: "log", nice: false, padding: 110 }, { grid: false, tickCount: 7 });

const pointsLayer = (): JsonObject => ({
  mark: { type: "circle", color: okabeIto.blue, size: 60, opacity: 1 },
  encoding: { x: millisecondsOf("milliseconds") },
});

/** Names beside the points; those of points that lie on one another stand in one line. */
const namesLayer = (points: readonly LatencyPoint[]): JsonObject => ({
  data: { values: labelsOf(points).map((label) => ({ ...label })) },
  mark: { type: "text", color: okabeIto.blue, fontSize: 11, align: "right", dx: -8, dy: -7, aria: false },
  encoding: { x: millisecondsOf("milliseconds"), text: { field: "names", type: "nominal" } },
});

interface Label {
  readonly names: string;
  readonly milliseconds: number;
  readonly score: number;
}

/** Points nearer than these shares, of the latency and of the range of scores, are taken for one place. */
const near = { latency: 0.15, score: 0.02 };

function labelsOf(points: readonly LatencyPoint[]): Label[] {
  const scores = points.map(({ score }) => score);
  const range = Math.max(...scores) - Math.min(...scores);
  const labels: Label[] = [];
  for (const { name, milliseconds, score } of points) {
    const at = labels.findIndex(
      (label) =>
        Math.abs(Math.log(label.milliseconds / milliseconds)) < near.latency &&
        Math.abs(label.score - score) <= near.score * range,
    );
    const there = labels[at];
    if (there) labels[at] = { ...there, names: `${there.names}, ${name}` };
    else labels.push({ names: name, milliseconds, score });
  }
  return labels;
}
