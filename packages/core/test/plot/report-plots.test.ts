import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { inDark } from "../../src/plot/dark.js";
import { evaluationPlot } from "../../src/plot/evaluation-plot.js";
import { heatMap } from "../../src/plot/heat-map.js";
import { learningPlot } from "../../src/plot/learning-plot.js";
import type { JsonObject } from "../../src/plot/vega-lite.js";
import { evaluationExample } from "./examples.js";
import { publishedSchema } from "./vega-lite-schema.js";

const cells = ["nsc", "flops"].flatMap((proxy) =>
  ["one", "two"].map((benchmark, index) => ({ proxy, benchmark, kendall: index - 0.5 })),
);
const points = [5, 20].flatMap((labels) =>
  ["one", "two"].map((benchmark) => ({ benchmark, labels, kendall: 0.8, deviation: 0.1, prior: 0.7 })),
);
const learning = { points, draws: 3, priorName: "nsc" };

describe("heatMap", () => {
  it("is valid Vega-Lite with the cells as they are", () => {
    const spec = heatMap({ cells });
    expect(publishedSchema.safeParse(spec).error).toBeUndefined();
    expect((spec.data as JsonObject).values).toEqual(cells);
  });

  it("refuses to show nothing, and what is no number", () => {
    expect(() => heatMap({ cells: [] })).toThrow(UsageError);
    expect(() => heatMap({ cells: [{ ...cells[0]!, kendall: Number.NaN }] })).toThrow(
      /cells\[0\].kendall is NaN/,
    );
  });
});

describe("learningPlot", () => {
  it("is valid Vega-Lite with a panel a benchmark", () => {
    const spec = learningPlot(learning);
    expect(publishedSchema.safeParse(spec).error).toBeUndefined();
    const panels = spec.concat as readonly JsonObject[];
    expect(panels.map(({ data }) => ((data as JsonObject).values as unknown[]).length)).toEqual([2, 2]);
  });

  it("refuses to show nothing", () => {
    expect(() => learningPlot({ ...learning, points: [] })).toThrow(UsageError);
  });
});

describe("inDark", () => {
  it.each([evaluationPlot(evaluationExample()), heatMap({ cells }), learningPlot(learning)])(
    "is valid Vega-Lite without a colour of light paper",
    (spec) => {
      const dark = inDark(spec);
      expect(publishedSchema.safeParse(dark).error).toBeUndefined();
      expect((dark.config as JsonObject).background).toBe("#14181d");
      expect(JSON.stringify(dark)).not.toMatch(/#(ffffff|1f2328|57606a|d0d7de|edeff2|0072B2)\b/);
      expect(JSON.stringify(spec)).toContain("#1f2328");
    },
  );

  it("leaves names and data alone, whatever they look like", () => {
    const cell = { proxy: "#ffffff", benchmark: "#0072B2", kendall: 0.5 };
    const dark = inDark(heatMap({ cells: [cell], title: "#000000" }));
    expect((dark.data as JsonObject).values).toEqual([cell]);
    expect((dark.title as JsonObject).text).toEqual(["#000000"]);
  });
});
