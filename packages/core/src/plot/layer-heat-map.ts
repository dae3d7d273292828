import { UsageError } from "../errors.js";
import { ink, plotTitle, plotWidth, theme } from "./style.js";
import { finiteRows, type VegaLiteSpec, vegaLiteSchema } from "./vega-lite.js";

/** One field of {@link layerHeatMap}: a number of one matrix in one layer. */
export type LayerCell = {
  /** From 0. */
  readonly layer: number;
  /** What stands at the left, as `attention.query`. */
  readonly row: string;
  readonly value: number;
};

/** What {@link layerHeatMap} shows. Every number must be finite. */
export interface LayerHeatMapInput {
  readonly title: string;
  /** One line, or several. */
  readonly subtitle: string | readonly string[];
  /** What the colours stand for. */
  readonly valueLabel: string;
  /** Rows stand in the order in which they first come. */
  readonly cells: readonly LayerCell[];
}

/** Pixels of a row. */
const rowHeight = 26;

/**
 * A number of every matrix of every layer as a colour: layers from left to right, matrices from top to bottom.
 *
 * @example
 * layerHeatMap({ title: "tiny", subtitle: "", valueLabel: "capacity", cells: [{ layer: 0, row: "ffn.up", value: 1.5 }] })
 */
export function layerHeatMap({ title, subtitle, valueLabel, cells }: LayerHeatMapInput): VegaLiteSpec {
  if (cells.length === 0) throw new UsageError("a heat map needs at least one matrix");
  const rows = [...new Set(cells.map(({ row }) => row))];
  const axis = { grid: false, ticks: false, domain: false };
  return {
    $schema: vegaLiteSchema,
    description: `${title}. ${valueLabel} of ${cells.length} matrices, by layer.`,
    width: plotWidth,
    height: rowHeight * rows.length + 110,
    autosize: { type: "fit", contains: "padding" },
    title: { ...plotTitle(title, subtitle), offset: 14 },
    data: { values: finiteRows("cells", cells) },
    mark: { type: "rect", stroke: "#ffffff", strokeWidth: 1 },
    encoding: {
      x: {
        field: "layer",
        type: "ordinal",
        axis: { ...axis, title: "layer", labelAngle: 0, labelOverlap: "greedy" },
      },
      y: { field: "row", type: "nominal", sort: rows, axis: { ...axis, title: null } },
      color: {
        field: "value",
        type: "quantitative",
        scale: { scheme: "viridis", zero: false },
        legend: { title: valueLabel, titleColor: ink.normal, orient: "right" },
      },
    },
    config: theme,
  };
}
