import { UsageError } from "../errors.js";
import { ink, okabeIto, plotTitle, theme } from "./style.js";
import { finiteRows, type VegaLiteSpec, vegaLiteSchema } from "./vega-lite.js";

/** Kendall's τ of one proxy on one benchmark. */
export type HeatMapCell = {
  readonly proxy: string;
  readonly benchmark: string;
  readonly kendall: number;
};

/** What {@link heatMap} shows. */
export interface HeatMapInput {
  /** Leave out what is not defined: the place stays empty. */
  readonly cells: readonly HeatMapCell[];
  readonly title?: string | undefined;
}

const cellWidth = 150;
const cellHeight = 26;
const labelled = { labelLimit: 220, labelColor: ink.strong } as const;

/**
 * Kendall's τ of proxies (rows) on benchmarks (columns), both in the order of the cells: vermillion below 0, blue above, and the figure in
 * each place.
 *
 * @example
 * heatMap({ cells: [{ proxy: "nsc", benchmark: "lts-gpt2", kendall: 0.849 }] })
 */
export function heatMap({
  cells,
  title = "Kendall's τ of every proxy on every benchmark",
}: HeatMapInput): VegaLiteSpec {
  if (cells.length === 0) throw new UsageError("a heat map needs at least one proxy on one benchmark");
  return {
    $schema: vegaLiteSchema,
    description: `${title}, from −1 to 1.`,
    title: plotTitle(title, "blue: ranks as quality does, vermillion: the other way round"),
    width: { step: cellWidth },
    height: { step: cellHeight },
    data: { values: finiteRows("cells", cells) },
    encoding: {
      x: {
        field: "benchmark",
        type: "nominal",
        sort: null,
        title: null,
        axis: { ...labelled, orient: "top", labelAngle: 0, grid: false, labelLimit: cellWidth - 6 },
      },
      y: { field: "proxy", type: "nominal", sort: null, title: null, axis: { ...labelled, grid: false } },
      tooltip: [
        { field: "proxy", type: "nominal" },
        { field: "benchmark", type: "nominal" },
        { field: "kendall", type: "quantitative", title: "τ", format: ".3f" },
      ],
    },
    layer: [
      {
        mark: { type: "rect", aria: false },
        encoding: {
          color: {
            field: "kendall",
            type: "quantitative",
            scale: {
              domain: [-1, 0, 1],
              range: [okabeIto.vermillion, ink.grid, okabeIto.blue],
              interpolate: "rgb",
            },
            legend: null,
          },
        },
      },
      {
        mark: { type: "text", fontSize: 12, aria: false },
        encoding: {
          text: { field: "kendall", type: "quantitative", format: ".3f" },
          color: { condition: { test: "abs(datum.kendall) > 0.55", value: "#ffffff" }, value: ink.strong },
        },
      },
    ],
    config: theme,
  };
}
