import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { type ParetoPlotInput, paretoPlot } from "../../src/plot/pareto-plot.js";
import type { JsonObject } from "../../src/plot/vega-lite.js";
import { paretoExample } from "./examples.js";
import { publishedSchema } from "./vega-lite-schema.js";

const example = paretoExample();
const bare: ParetoPlotInput = { space: "gpt2", proxy: "nsc", front: example.front, best: [] };

const told = example.front.map((point, index) => ({ ...point, architecture: `hidden ${index}` }));
const [first] = told as [(typeof told)[number]];

interface Layer extends JsonObject {
  readonly data: { readonly values: readonly JsonObject[] };
  readonly mark: JsonObject;
}

const layers = (input: ParetoPlotInput) => paretoPlot(input).layer as unknown as readonly Layer[];
const texts = (input: ParetoPlotInput) => layers(input).flatMap(({ mark }) => mark.text ?? []);
const title = (input: ParetoPlotInput) => paretoPlot(input).title as JsonObject;
const scaleOfX = (input: ParetoPlotInput) =>
  (paretoPlot(input).encoding as { readonly x: { readonly scale: JsonObject } }).x.scale;

describe("paretoPlot", () => {
  it.each([
    ["everything", example],
    ["a front alone", bare],
    ["architectures in words", { ...bare, front: told, best: [{ ...first, rank: 1 }], cloud: told }],
    ["a lower limit", { ...bare, budget: { minimum: 3e6 } }],
    ["both limits", { ...bare, budget: { minimum: 3e6, maximum: 4e6 } }],
    ["a logarithmic axis", { ...bare, budget: { maximum: 7e9 } }],
    ["a cloud alone", { ...bare, front: [], cloud: example.cloud }],
    ["the best alone", { ...bare, front: [], best: example.best }],
    ["its own words", { ...bare, title: "Title", subtitle: ["one", "two"], parametersLabel: "weights" }],
  ] satisfies [string, ParetoPlotInput][])("is valid Vega-Lite with %s", (_, input) => {
    expect(publishedSchema.safeParse(paretoPlot(input)).error).toBeUndefined();
  });

  it("says an architecture on hovering where it is given, the rank of the best too", () => {
    const fields = (input: ParetoPlotInput) =>
      layers(input).map(({ encoding }) =>
        ((encoding as JsonObject | undefined)?.tooltip as readonly JsonObject[] | undefined)?.map(
          ({ field }) => field,
        ),
      );
    expect(fields(bare).every((one) => one === undefined)).toBe(true);
    const shown = fields({ ...bare, front: told, best: [{ ...first, rank: 1 }] });
    expect(shown).toContainEqual(["architecture", "parameters", "score"]);
    expect(shown).toContainEqual(["rank", "architecture", "parameters", "score"]);
  });

  it("passes the data through unchanged", () => {
    const shown = layers(example).map(({ data }) => data.values);
    for (const given of [example.cloud, example.front, example.best]) expect(shown).toContain(given);
  });

  it("survives a trip through JSON", () => {
    const spec = paretoPlot(example);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });

  it("draws nothing from outside and leaves no row out", () => {
    expect(JSON.stringify(paretoPlot(example))).not.toMatch(/"url"|"filter"|"transform"|"sample"/);
  });

  it("shades what the budget forbids", () => {
    const edges = layers({ ...bare, budget: { minimum: 3e6, maximum: 4e6 } }).flatMap((layer) =>
      layer.mark.type === "rect"
        ? [[layer.data.values[0]?.parameters, (layer.encoding as JsonObject).x2]]
        : [],
    );
    expect(edges).toEqual([
      [3e6, { value: 0 }],
      [4e6, { value: "width" }],
    ]);
  });

  it("names the budget, the front and the best", () => {
    expect(new Set(texts(example))).toEqual(new Set(["at most 10M", "Pareto front", "best: 9.52M"]));
    expect(texts({ ...bare, budget: { minimum: 3e6, maximum: 4e6 } })).toContain("3M to 4M");
    expect(texts({ ...bare, budget: { minimum: 2.5e6 } })).toContain("at least 2.5M");
  });

  it("says what the colours mean", () => {
    expect(title(example).subtitle).toEqual([
      `160 sampled architectures (grey) · Pareto front of ${example.front.length} (blue) · best 5 with at most 10M (orange)`,
    ]);
  });

  it("points down and writes below the points where the least is the best", () => {
    const least = paretoPlot({ ...example, minimize: true });
    expect(JSON.stringify(least.encoding)).toContain("↓ ");
    expect(JSON.stringify(paretoPlot(example).encoding)).toContain("↑ ");
    const baselines = layers({ ...example, minimize: true, budget: {} }).flatMap(
      ({ mark }) => mark.baseline ?? [],
    );
    expect(new Set(baselines)).toEqual(new Set(["top"]));
  });

  it("takes the title and subtitle it is given, in lines that fit", () => {
    const words = "an architecture ".repeat(10);
    const own = title({ ...bare, title: words, subtitle: ["one", words] });
    expect(own.text).toHaveLength(3);
    expect(own.subtitle).toEqual(["one", expect.any(String), expect.any(String)]);
  });

  it("leaves the label of the front away where it would cover that of the best", () => {
    const [only] = example.front;
    expect(new Set(texts({ ...bare, front: [only!], best: [{ rank: 1, ...only! }] })).size).toBe(1);
  });

  it("has a logarithmic axis for sizes of several orders, never below zero", () => {
    expect(scaleOfX(example).type).toBeUndefined();
    expect(scaleOfX({ ...bare, budget: { maximum: 7e9 } }).type).toBe("log");
    expect(scaleOfX({ ...bare, budget: { minimum: 0, maximum: 7e9 } }).type).toBeUndefined();
  });

  it("refuses a number that it could not show, saying which", () => {
    const cloud = [...example.cloud!, { parameters: 5e6, score: Number.NaN }];
    expect(() => paretoPlot({ ...example, cloud })).toThrow(
      new UsageError("cloud[160].score is NaN, which cannot be plotted. Leave that architecture out."),
    );
    expect(() => paretoPlot({ ...example, budget: { maximum: Infinity } })).toThrow(UsageError);
  });

  it("refuses to show nothing", () => {
    expect(() => paretoPlot({ ...bare, front: [] })).toThrow(UsageError);
  });
});
