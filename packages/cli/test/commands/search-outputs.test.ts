import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { spaceYaml } from "../configs.js";
import { expectRefused, expectUnwritten } from "../expectations.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const space = work.write("space.yaml", spaceYaml);
const path = work.path(space);
const here = { cwd: work.folder };

interface Best {
  readonly best: readonly [{ readonly score: number; readonly parameters: number; readonly flops: number }];
}

/** Searches, writes the best to a file, and has inspect and rank read the file back. */
async function expectReadBack(words: readonly string[], file: string, name: string): Promise<void> {
  const { best } = await runJsonInProcess<Best>(["search", ...words, "--out", file], here);
  const [{ score, parameters, flops }] = best;
  const inspected = await runInProcess(["inspect", work.path(file), "--json"]);
  expect(JSON.parse(inspected.stdout)).toMatchObject({
    name,
    parameters: { total: parameters },
    flops: { perSequence: flops },
  });
  const ranked = await runInProcess(["rank", work.path(file), "--json"]);
  expect(JSON.parse(ranked.stdout)).toMatchObject({
    ranking: [{ rank: 1, name, score, parameters, flops }],
  });
}

describe("search --out", () => {
  it.each(["best.yaml", "best.json"])("%s is read back with the same score and size", async (file) => {
    await expectReadBack(["flexibert", "--max-params", "10M"], file, "flexibert-best");
  });

  it.each(["best.yml", "UPPER.JSON", "UPPER.YAML"])("writes %s as well", async (file) => {
    await expectReadBack([space], file, "small-best");
  });

  it("says what it wrote, but for --quiet and --json", async () => {
    const words = ["search", space, "--out", "note.yaml"];
    expect((await runInProcess(words, here)).stderr).toBe(
      "Wrote the best architecture to note.yaml\nThe same score: zerolm rank note.yaml --proxy shape\n",
    );
    for (const silent of ["--quiet", "--json"])
      expect((await runInProcess([...words, silent], here)).stderr).toBe("");
  });

  it.each(["best.txt", "best", ".yaml", ""])("refuses the name %j before it searches", async (name) => {
    const ended = await runInProcess(["search", path, "--out", name, "--plot", work.path("never.svg")]);
    expectRefused(ended, 2, ".yaml or .json. Give a file name that ends in one of the two.");
    expect(work.list(/^never/)).toEqual([]);
  });

  it("prints what it found and ends with 1 where the place cannot be written, and leaves nothing", async () => {
    const below = await runInProcess(["search", space, "--out", `${space}/best.yaml`], here);
    expectUnwritten(below, `: ${space} is not a folder`);
    const missing = await runInProcess(["search", space, "--out", "none/best.yaml"], here);
    expectUnwritten(missing, "the folder none does not exist. Create it or choose another path.");
    expect(work.read(space)).toBe(spaceYaml);
    expect(work.list(/tmp$|^none/)).toEqual([]);
  });
});

describe("the command that ranks by the same score", () => {
  it.each([
    ["the default", []],
    ["an alpha that was chosen", ["--proxy", "zerolm"]],
    ["options that were given", ["--proxy", "nsc", "--nsc-attention", "whole", "--initialiser", "xavier"]],
    [
      "drawn weights",
      [
        "--proxy",
        "zerolm",
        "--weights",
        "sampled",
        "--method",
        "random",
        "--evaluations",
        "9",
        "--seed",
        "7",
      ],
    ],
    ["the lowest", ["--proxy", "kvBytes", "--minimize", "--dtype", "int8"]],
  ])("gives it: %s", async (_name, words) => {
    const { stderr } = await runInProcess(["search", space, ...words, "--out", "same.yaml"], here);
    const [, command = ""] = /^The same score: zerolm (.*)$/m.exec(stderr) ?? [];
    const searched = await runJsonInProcess<Best>(["search", space, ...words], here);
    const ranked = await runJsonInProcess<object>(command.split(" "), here);
    expect(ranked).toMatchObject({ ranking: [{ score: searched.best[0].score }] });
  });
});

describe("search --plot", () => {
  it("draws SVG and PNG", async () => {
    const svg = await runInProcess(["search", space, "--plot", "plot.svg", "--max-params", "400k"], here);
    expect(svg).toMatchObject({ code: 0, stderr: "Drew score against parameters in plot.svg\n" });
    expect(work.read("plot.svg")).toMatch(/^<svg.*small.*<\/svg>\s*$/s);
    await runInProcess(["search", path, "--plot", work.path("plot.PNG")]);
    expect(readFileSync(work.path("plot.PNG")).subarray(1, 4).toString()).toBe("PNG");
  });

  it("draws the same bytes from the same seed, in this process and in a fresh one", async () => {
    const words = ["search", path, "--plot"];
    await runInProcess([...words, work.path("fresh.svg"), "--seed", "3"]);
    await runInProcess([...words, work.path("here.svg"), "--seed", "3"]);
    await runInProcess([...words, work.path("other.svg"), "--seed", "4"]);
    expect(work.read("here.svg")).toBe(work.read("fresh.svg"));
    expect(work.read("other.svg")).not.toBe(work.read("fresh.svg"));
  });

  it.each(["plot.gif", "plot", "plot.svg.txt"])(
    "refuses %s, and writes no other file either",
    async (name) => {
      const ended = await runInProcess([
        "search",
        path,
        "--plot",
        name,
        "--out",
        work.path("unwritten.yaml"),
      ]);
      expectRefused(ended, 2, `${name}: plots are written as .svg or .png`);
      expect(work.list(/^unwritten/)).toEqual([]);
    },
  );

  it("ends with 1 where the place cannot be written", async () => {
    expectUnwritten(
      await runInProcess(["search", path, "--plot", work.path("none", "a.svg")]),
      "none does not exist",
    );
  });

  it("draws a space of one architecture", async () => {
    const one = spaceYaml
      .replace("[64, 128]", "[64]")
      .replace("[2, 3]", "[1]")
      .replace(/\[2, 4\]/, "[2]");
    const file = work.path(work.write("one.yaml", one.replace("[128, 256]", "[128]")));
    const words = ["search", file, "--quiet", "--plot", work.path("one-only.svg")];
    expect(await runInProcess(words)).toMatchObject({ code: 0, stderr: "" });
  });
});
