import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { type EvaluationPlotInput, evaluationPlot } from "../../src/plot/evaluation-plot.js";
import type { JsonObject } from "../../src/plot/vega-lite.js";
import { evaluationExample } from "./examples.js";
import { publishedSchema } from "./vega-lite-schema.js";

const example = evaluationExample();
const [panel] = example.panels as [EvaluationPlotInput["panels"][number]];

interface Panel extends JsonObject {
  readonly title: { readonly text: string; readonly subtitle: string };
  readonly data: { readonly values: readonly JsonObject[] };
  readonly encoding: { readonly color: JsonObject; readonly tooltip?: JsonObject };
}

const panels = (input: EvaluationPlotInput) => evaluationPlot(input).concat as unknown as readonly Panel[];
const subtitle = (input: EvaluationPlotInput) => (evaluationPlot(input).title as JsonObject).subtitle;
const inGroups = (count: number) => ({
  ...example,
  panels: [
    { ...panel, points: panel.points.map((point, index) => ({ ...point, group: `${index % count} × 64` })) },
  ],
});

describe("evaluationPlot", () => {
  it.each([1, 2, 3, 4, 5, 9])("is valid Vega-Lite with %i panels", (count) => {
    const input = { ...example, panels: Array.from({ length: count }, () => panel) };
    expect(publishedSchema.safeParse(evaluationPlot(input)).error).toBeUndefined();
  });

  it.each([1, 7, 8, 40])("is valid Vega-Lite with %i groups", (count) => {
    expect(publishedSchema.safeParse(evaluationPlot(inGroups(count))).error).toBeUndefined();
  });

  it("passes the data through unchanged", () => {
    expect(panels(example).map(({ data }) => data.values)).toEqual(
      example.panels.map(({ points }) => points),
    );
  });

  it("survives a trip through JSON", () => {
    const spec = evaluationPlot(example);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });

  it("heads each panel with the proxy and its correlations", () => {
    expect(panels(example).map(({ title }) => [title.text, title.subtitle])).toEqual([
      ["zerolm (α 0.7)", "ρ 0.842 · τ 0.643"],
      ["nsc", "ρ 0.835 · τ 0.635"],
      ["parameters", "ρ 0.675 · τ 0.484"],
    ]);
  });

  it("says where a correlation is negative or not defined", () => {
    const [shown] = panels({ ...example, panels: [{ ...panel, spearman: -0.12, kendall: Number.NaN }] });
    expect(shown?.title.subtitle).toBe("ρ −0.120 · τ n/a");
  });

  it("colours every group, in the order of its numbers", () => {
    const [shown] = panels(inGroups(3)) as [Panel];
    const { scale, legend } = shown.encoding.color as Record<"scale" | "legend", JsonObject>;
    expect(scale.domain).toEqual(["0 × 64", "1 × 64", "2 × 64"]);
    expect(new Set(scale.range as string[]).size).toBe(3);
    expect(legend.values).toEqual(scale.domain);
    expect(subtitle(inGroups(12))).toContain("grey: 5 smaller groups of depth × hidden");
  });

  it("does not colour where the colours would show a minority", () => {
    expect(panels(inGroups(40))[0]?.encoding.color).toEqual({ value: "#0072B2" });
    expect(subtitle(inGroups(40))).toContain("40 groups of depth × hidden, not coloured");
  });

  it("says so if the panels do not show the same number of architectures", () => {
    const fewer = { ...panel, points: panel.points.slice(1) };
    expect(subtitle({ ...example, panels: [panel, fewer] })).toEqual([
      "GLUE against score, 59 to 60 trained architectures, reading labelled",
    ]);
  });

  it("refuses a number that it could not show, saying which", () => {
    const points = [{ ...panel.points[0]!, score: -Infinity }];
    expect(() => evaluationPlot({ ...example, panels: [{ ...panel, points }] })).toThrow(
      new UsageError(
        "zerolm.points[0].score is -Infinity, which cannot be plotted. Leave that architecture out.",
      ),
    );
  });

  it("refuses to show nothing", () => {
    expect(() => evaluationPlot({ ...example, panels: [] })).toThrow(UsageError);
    expect(() => evaluationPlot({ ...example, panels: [{ ...panel, points: [] }] })).toThrow(/zerolm/);
  });
});

describe("hovering", () => {
  it("tells the architecture where points have one, and nothing else", () => {
    const tooltip = (input: EvaluationPlotInput) => panels(input)[0]?.encoding.tooltip as unknown;
    expect(tooltip(example)).toBeUndefined();
    const points = panel.points.map((point) => ({ ...point, name: "a", architecture: "hidden 64" }));
    const told = { ...example, panels: [{ ...panel, points }] };
    expect(publishedSchema.safeParse(evaluationPlot(told)).error).toBeUndefined();
    expect(tooltip(told)).toMatchObject([{ field: "name" }, { field: "architecture" }, {}, {}]);
  });
});
