import { UsageError } from "../errors.js";
import { ink, okabeIto, plotTitle, theme } from "./style.js";
import { finiteRows, type JsonObject, type VegaLiteSpec, vegaLiteSchema } from "./vega-lite.js";

/** What so many labels reach on a benchmark, on the networks whose labels were not used. */
export type LearningPlotPoint = {
  readonly benchmark: string;
  readonly labels: number;
  /** Mean of Kendall's τ over draws. */
  readonly kendall: number;
  /** Its standard deviation over draws. */
  readonly deviation: number;
  /** Kendall's τ of the ranking that needs no labels. */
  readonly prior: number;
};

/** What {@link learningPlot} shows. */
export interface LearningPlotInput {
  readonly points: readonly LearningPlotPoint[];
  /** How often labels were drawn. */
  readonly draws: number;
  /** What the predictor starts from. */
  readonly priorName: string;
}

/**
 * Learning curves of the predictor, a panel a benchmark: τ against the number of labels, with one standard deviation over draws, and dashed
 * what the prior reaches without labels.
 *
 * @example
 * learningPlot({ draws: 200, priorName: "nsc", points: [{ benchmark: "lts-gpt2", labels: 20, kendall: 0.93, deviation: 0.02, prior: 0.81 }] })
 */
export function learningPlot({ points, draws, priorName }: LearningPlotInput): VegaLiteSpec {
  if (points.length === 0) throw new UsageError("learning curves need at least one point");
  const title = "What labels are worth to a predictor";
  const rows = finiteRows("points", points).map((point) => ({
    ...point,
    low: point.kendall - point.deviation,
    high: point.kendall + point.deviation,
  }));
  const names = [...new Set(points.map(({ benchmark }) => benchmark))];
  return {
    $schema: vegaLiteSchema,
    description: `${title}: Kendall's τ against the number of labels.`,
    title: plotTitle(title, [
      `τ on the networks whose labels were not used, mean ± standard deviation of ${draws} draws`,
      `dashed: ${priorName} without labels`,
    ]),
    columns: 3,
    concat: names.map((name) =>
      panelOf(
        name,
        rows.filter(({ benchmark }) => benchmark === name),
      ),
    ),
    config: theme,
  };
}

function panelOf(name: string, rows: readonly JsonObject[]): JsonObject {
  const tau = { type: "quantitative", scale: { zero: false }, title: "τ →" };
  const layer = (mark: JsonObject, field: string, more: JsonObject = {}): JsonObject => ({
    mark: { aria: false, ...mark },
    encoding: { y: { field, ...tau }, ...more },
  });
  return {
    title: { text: name, frame: "group", fontSize: 14, offset: 8 },
    width: 190,
    height: 170,
    data: { values: rows },
    encoding: {
      x: {
        field: "labels",
        type: "quantitative",
        scale: { type: "log", nice: false, padding: 12 },
        axis: { values: rows.map((row) => row.labels as number), title: "labels →", grid: false },
      },
    },
    layer: [
      layer({ type: "area", color: okabeIto.blue, opacity: 0.2 }, "low", { y2: { field: "high" } }),
      layer({ type: "line", color: ink.normal, strokeDash: [5, 4] }, "prior"),
      layer({ type: "line", color: okabeIto.blue, point: { size: 40, color: okabeIto.blue } }, "kendall", {
        tooltip: [
          { field: "benchmark", type: "nominal" },
          { field: "labels", type: "quantitative" },
          { field: "kendall", type: "quantitative", title: "τ", format: ".3f" },
          { field: "prior", type: "quantitative", title: "τ without labels", format: ".3f" },
        ],
      }),
    ],
  };
}
