import { evaluationPlot, paretoPlot, type VegaLiteSpec, WorkError } from "@zerolm/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { evaluationExample, paretoExample } from "../../../core/test/plot/examples.js";
import { drawPng, drawSvg } from "../../src/plot/draw.js";

const pareto = paretoPlot(paretoExample());
const evaluation = evaluationPlot(evaluationExample());
const withData = (data: unknown) =>
  ({ ...pareto, layer: undefined, encoding: {}, mark: "point", data }) as unknown as VegaLiteSpec;

describe("drawSvg", () => {
  it("draws the Pareto plot", async () => {
    await expect(await drawSvg(pareto)).toMatchFileSnapshot("snapshots/pareto.svg");
  });

  it("draws the evaluation plot", async () => {
    await expect(await drawSvg(evaluation)).toMatchFileSnapshot("snapshots/evaluation.svg");
  });

  it("draws the same bytes again, also beside another plot", async () => {
    const [first, , again] = await Promise.all([drawSvg(pareto), drawSvg(evaluation), drawSvg(pareto)]);
    expect(again).toBe(first);
  });

  it("leaves the specification as it was", async () => {
    const spec = structuredClone(evaluation);
    const frozen = deepFreeze(spec);
    await drawSvg(frozen);
    expect(frozen).toEqual(evaluation);
  });

  it("shows every point", async () => {
    const { front, best, cloud = [] } = paretoExample();
    expect(pointsIn(await drawSvg(pareto))).toBe(front.length + best.length + cloud.length);
    const points = evaluationExample().panels.flatMap((panel) => panel.points);
    expect(pointsIn(await drawSvg(evaluation))).toBe(points.length);
  });

  it("turns a warning into an error", async () => {
    const spec = {
      ...pareto,
      encoding: { x: { field: "parameters", type: "quantitative", scale: { type: "nope" } } },
    };
    await expect(drawSvg(spec)).rejects.toThrow(WorkError);
  });

  it("says so where a picture may not be loaded", async () => {
    const mark = { type: "image", url: "https://example.org/picture.png", width: 9, height: 9 };
    const spec = { ...pareto, encoding: {}, layer: [{ data: { values: [{}] }, mark }] };
    await expect(drawSvg(spec)).rejects.toThrow("but it requests https://example.org/picture.png");
  });

  describe("reaches nothing outside", () => {
    afterEach(() => vi.unstubAllGlobals());

    it.each([
      "https://example.org/rows.json",
      "//example.org/rows.csv",
      "/etc/passwd",
      "file:///etc/passwd",
      "rows.json",
    ])("%s", async (url) => {
      const fetch = vi.fn();
      vi.stubGlobal("fetch", fetch);
      await expect(drawSvg(withData({ url }))).rejects.toThrow(`but it requests ${url}`);
      expect(fetch).not.toHaveBeenCalled();
    });
  });
});

describe("drawPng", () => {
  it("is a PNG of twice the size", async () => {
    const svg = await drawSvg(pareto);
    const png = await drawPng(svg);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/) ?? [];
    expect(sizeOf(png)).toEqual([2 * Number(width), 2 * Number(height)]);
    expect(sizeOf(await drawPng(svg, { scale: 1 }))).toEqual([Number(width), Number(height)]);
  });

  it("draws the same bytes again", async () => {
    const svg = await drawSvg(evaluation);
    expect(Buffer.compare(await drawPng(svg), await drawPng(svg))).toBe(0);
  });

  it("draws text, whatever fonts this machine has", async () => {
    const text = async (words: string, family: string) =>
      drawPng(
        `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">
          <text x="5" y="30" font-size="24" font-family="${family}">${words}</text></svg>`,
      );
    const [blank, ascii, other] = await Promise.all([
      text("", "Arimo"),
      text("zerolm ρ τ α − ×", "Arimo"),
      text("zerolm ρ τ α − ×", "No Such Font, sans-serif"),
    ]);
    expect(ascii.length).toBeGreaterThan(2 * blank.length);
    expect(Buffer.compare(ascii, other)).toBe(0);
  });

  it("draws bold text in bold", async () => {
    const text = (weight: string) =>
      drawPng(
        `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">
          <text x="5" y="30" font-size="24" font-weight="${weight}" font-family="Arimo">zerolm</text></svg>`,
      );
    expect(Buffer.compare(await text("bold"), await text("normal"))).not.toBe(0);
  });

  it.each([0, -1, 11, Number.NaN])("refuses the scale %d", async (scale) => {
    await expect(drawPng("<svg/>", { scale })).rejects.toThrow(/above 0 and at most 10/);
  });
});

/** Points drawn as data, those of legends left aside. */
function pointsIn(svg: string): number {
  const marks = svg.split('<g class="mark-symbol role-mark').slice(1);
  return marks.reduce((sum, mark) => sum + mark.slice(0, mark.indexOf("</g>")).split("<path").length - 1, 0);
}

function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
