import { expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { latencyPlot } from "../../src/plot/latency-plot.js";
import { publishedSchema } from "./vega-lite-schema.js";

const words = { proxy: "shape", pass: "one token", subtitle: "a laptop" };
const point = { name: "gpt2", milliseconds: 20, low: 19, high: 22, score: -1.2 };

it("a plot of latency is valid Vega-Lite and names few networks", () => {
  const spec = latencyPlot({ ...words, points: [point] });
  expect(publishedSchema.safeParse(spec).error).toBeUndefined();
  expect(spec.layer).toHaveLength(3);
  expect(latencyPlot({ ...words, points: new Array(50).fill(point) }).layer).toHaveLength(2);
});

it("refuses nothing, and numbers that are none", () => {
  expect(() => latencyPlot({ ...words, points: [] })).toThrow(UsageError);
  expect(() => latencyPlot({ ...words, points: [{ ...point, score: Number.NaN }] })).toThrow("score is NaN");
});
