import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paretoPlot, UsageError, WorkError } from "@zerolm/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { paretoExample } from "../../../core/test/plot/examples.js";
import { drawPng, drawSvg, writePlot } from "../../src/plot/draw.js";

const spec = paretoPlot(paretoExample());
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-plot-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("writePlot", () => {
  it("writes SVG or PNG by the extension, in either case, and nothing beside", async () => {
    await writePlot(join(folder, "a.svg"), spec);
    await writePlot(join(folder, "b.PNG"), spec);
    const svg = await drawSvg(spec);
    expect(await readFile(join(folder, "a.svg"), "utf8")).toBe(svg);
    expect(Buffer.compare(await readFile(join(folder, "b.PNG")), await drawPng(svg))).toBe(0);
    expect(await readdir(folder)).toEqual(["a.svg", "b.PNG"]);
  });

  it("writes over an older plot", async () => {
    await writeFile(join(folder, "a.svg"), "old");
    await writePlot(join(folder, "a.svg"), spec);
    expect(await readFile(join(folder, "a.svg"), "utf8")).toMatch(/^<svg/);
  });

  it.each([
    ["plot.pdf", "ends in .pdf"],
    ["plot", "has no extension"],
    [".svg", "has no extension"],
  ])("refuses %s, naming the two formats", async (name, found) => {
    const error = await writePlot(join(folder, name), spec).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(found);
    expect((error as UsageError).message).toMatch(/\.svg or \.png/);
    expect(await readdir(folder)).toEqual([]);
  });

  it("says that the folder is missing", async () => {
    const path = join(folder, "none", "a.svg");
    const error = await writePlot(path, spec).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkError);
    expect((error as WorkError).describe()).toContain(`${path}: `);
    expect((error as WorkError).message).toMatch(/folder .*none does not exist. Create it/);
  });

  it("says that a folder stands there, and leaves it and nothing else", async () => {
    await mkdir(join(folder, "a.svg"));
    await expect(writePlot(join(folder, "a.svg"), spec)).rejects.toThrow(
      /there is a folder at this path. Name a file./,
    );
    expect(await readdir(folder)).toEqual(["a.svg"]);
  });

  it("says that what should be a folder is a file", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(writePlot(join(folder, "file", "a.svg"), spec)).rejects.toThrow(WorkError);
    expect(await readdir(folder)).toEqual(["file"]);
  });
});
