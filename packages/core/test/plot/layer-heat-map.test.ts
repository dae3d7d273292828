import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { layerHeatMap } from "../../src/plot/layer-heat-map.js";
import type { JsonObject } from "../../src/plot/vega-lite.js";
import { publishedSchema } from "./vega-lite-schema.js";

const cells = [0, 1, 2].flatMap((layer) =>
  ["ffn.up", "attention.query"].map((row, index) => ({ layer, row, value: layer + 0.1 * index })),
);
const words = { title: "Capacity", subtitle: "of a model", valueLabel: "capacity" };

describe("layerHeatMap", () => {
  it("is valid Vega-Lite, with the data unchanged and rows in the order given", () => {
    const spec = layerHeatMap({ ...words, cells });
    expect(publishedSchema.safeParse(spec).error).toBeUndefined();
    expect((spec.data as JsonObject).values).toBe(cells);
    expect(spec.encoding).toMatchObject({ y: { sort: ["ffn.up", "attention.query"] } });
  });

  it("refuses nothing, and numbers that are none", () => {
    expect(() => layerHeatMap({ ...words, cells: [] })).toThrow(UsageError);
    const bad = [{ layer: 0, row: "ffn.up", value: Number.NaN }];
    expect(() => layerHeatMap({ ...words, cells: bad })).toThrow("cells[0].value is NaN");
  });
});
