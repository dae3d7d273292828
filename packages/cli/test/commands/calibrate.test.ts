import { describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
work.write("bench.json", inventedRows(60));
const words = ["calibrate", "nas-bench-bert", "--data", "bench.json", "--reading", "labelled"];
const options = { cwd: work.folder };

interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
}

interface Curve {
  readonly prior: string;
  readonly curve: readonly {
    readonly labels: number;
    readonly kendall: Spread;
    readonly priorKendall: Spread;
    readonly coverage: Spread;
  }[];
}

describe("calibrate", () => {
  it("takes alpha from labels, the same for the same seed", async () => {
    const found = await runJsonInProcess<{ labels: number; draws: number; alpha: Spread }>(words, options);
    expect(found).toMatchObject({ benchmark: "nas-bench-bert", labels: 20, draws: 100, architectures: 60 });
    expect(await runJsonInProcess(words, options)).toEqual(found);
    expectPrinted(await runInProcess([...words, "--labels", "10", "--draws", "5"], options));
  });

  it("says what alpha 0.5 reaches on the same networks, and recommends labels only where they help", async () => {
    const found = await runJsonInProcess<{ kendall: Spread; defaultKendall: Spread }>(words, options);
    const shown = await runInProcess(words, options);
    expect(shown.stdout).toContain(`τ at α 0.5 ${found.defaultKendall.mean.toFixed(3).padStart(7)} ± `);
    const helps = found.kendall.mean > found.defaultKendall.mean;
    expect(shown.stdout.includes("Use it with evaluate")).toBe(helps);
    expect(shown.stdout.includes("alpha is no better here than 0.5")).toBe(!helps);
  });

  it("shows no spread of a single draw, which has none", async () => {
    for (const predictor of [[], ["--predictor"]]) {
      const { stdout } = await runInProcess(
        [...words, ...predictor, "--labels", "10", "--draws", "1"],
        options,
      );
      expect(stdout).toContain(", 1 draw:\n");
      expect(stdout).not.toContain("±");
    }
  });

  it("takes alpha from no labels", async () => {
    const found = await runJsonInProcess<{ alpha: number }>([...words, "--label-free"], options);
    expect(found).toMatchObject({ alphaSource: "label-free" });
    expect(Math.abs(found.alpha)).toBeLessThanOrEqual(1.5);
    expectPrinted(await runInProcess([...words, "--label-free"], options));
  });
});

describe("calibrate --predictor", () => {
  const predictor = [...words, "--predictor", "--draws", "4"];

  it("shows the learning curve", async () => {
    const found = await runJsonInProcess<Curve>([...predictor, "--labels", "5,30"], options);
    expect(found.prior).toBe("shape");
    expect(found.curve.map(({ labels }) => labels)).toEqual([5, 30]);
    for (const { kendall, coverage } of found.curve) {
      expect(Math.abs(kendall.mean)).toBeLessThanOrEqual(1);
      expect(coverage.mean).toBeGreaterThan(0.5);
    }
    expectPrinted(await runInProcess([...predictor, "--labels", "5"], options));
  });

  it("takes as many points as leave half of the networks to judge by", async () => {
    const { curve } = await runJsonInProcess<Curve>([...predictor, "--draws", "1"], options);
    expect(curve.map(({ labels }) => labels)).toEqual([5, 10, 20]);
  });

  it("writes a predictor that rank and search use, from all networks or from one draw", async () => {
    const some = await runInProcess([...predictor, "--labels", "5", "--out", "five.json"], options);
    expect(some).toMatchObject({
      code: 0,
      stderr: "Wrote the predictor to five.json. Use it with --proxy five.json\n",
    });
    expect((JSON.parse(work.read("five.json")) as { labels: object[] }).labels).toHaveLength(5);
    await runJsonInProcess([...predictor, "--prior", "parameters", "--out", "all.json"], options);
    const file = JSON.parse(work.read("all.json")) as { labels: object[]; prior: string };
    expect([file.labels.length, file.prior]).toEqual([60, "parameters"]);
  });

  it.each([
    ["--predictor", "all 8 networks of table are one architecture, so there is no order to learn"],
    ["--label-free", "all networks of table have the same capacities, so no alpha orders them"],
  ])("%s refuses networks that are all one architecture", async (flag, says) => {
    const rows = Array.from({ length: 8 }, (_, index) => `64,2,4,128,1000,${index}`);
    work.write("alike.csv", ["hidden,depth,heads,ffnWidth,vocabulary,quality", ...rows].join("\n"));
    expectRefused(await runInProcess(["calibrate", "table", "--data", "alike.csv", flag], options), 2, says);
  });

  it.each([
    ["--predictor --label-free", "Leave out --label-free, or --predictor"],
    ["--label-free --labels 5", "--label-free uses no labels"],
    ["--out a.json", "need --predictor"],
    ["--prior nsc", "need --predictor"],
    ["--labels 5,10", "Alpha takes one"],
    ["--predictor --labels 5,5", "Give each number once"],
    ["--predictor --labels 59", "labels must be from 2 to 58, not 59"],
    ["--predictor --prior nscc", "Did you mean nsc?"],
    ["--predictor --out a.yaml", "written as .json"],
  ])("refuses %s", async (flags, says) => {
    expectRefused(await runInProcess([...words, ...flags.split(" ")], options), 2, says);
  });
});
