import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

interface Result {
  readonly proxy: string;
  readonly alpha?: number;
  readonly spearman: number;
  readonly spearmanCI?: readonly [number, number];
  readonly kendall: number;
  readonly kendallCI?: readonly [number, number];
  readonly pairwiseAccuracy: number;
  readonly seconds: number;
}

interface Evaluated {
  readonly benchmark: string;
  readonly architectures: number;
  readonly reading: string;
  readonly quality: string;
  readonly alphaSource?: string;
  readonly results: readonly Result[];
  readonly baselines: readonly Result[];
  readonly differences: readonly { readonly first: string; readonly second: string }[];
  readonly pairs: { readonly withinGroups: number; readonly matchedSize: number };
  readonly seconds: number;
}

const rows = inventedRows(40);
const work = workFolder();
const data = work.path("BERT_benchmark.json");
beforeAll(() => {
  work.write("BERT_benchmark.json", rows);
});

/** Evaluates the invented benchmark in this process. */
async function evaluate(...words: string[]): Promise<Evaluated> {
  const quick = ["--resamples", "100"];
  const line = ["evaluate", "nas-bench-bert", "--data", data, "--json", ...quick, ...words];
  const { code, stdout, stderr } = await runInProcess(line);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Evaluated;
}

describe("evaluate", () => {
  it("judges six proxies and two baselines", async () => {
    const line = ["evaluate", "nas-bench-bert", "--data", data];
    const { results, baselines, differences, seconds, pairs, ...about } = await runJson<Evaluated>(line);
    expect(seconds).toBeGreaterThan(results.reduce((sum, result) => sum + result.seconds, 0));
    expect(pairs.withinGroups).toBeLessThan((40 * 39) / 2);
    expect(pairs.matchedSize).toBeLessThan((40 * 39) / 2);
    expect(about).toEqual({
      ...{ top: 10, seed: 0, resamples: 2000 },
      schemaVersion: 1,
      benchmark: "nas-bench-bert",
      qualityName: "glue",
      leftOut: [],
      notes: [],
      architectures: 40,
      reading: "trained",
      inventory: "trained",
      quality: "GLUE score",
      alphaSource: "default",
      agreement: { names: expect.any(Array), kendall: expect.any(Array), adds: expect.any(Array) },
    });
    expect(results.map(({ proxy }) => proxy)).toEqual([
      "shape",
      "zerolm",
      "nsc",
      "parameters",
      "nonEmbeddingParameters",
      "flops",
    ]);
    expect(baselines.map(({ proxy }) => proxy)).toEqual(["hidden × depth", "by depth, then hidden"]);
    expect(differences).toHaveLength(15);
    expect(differences[0]).toMatchObject({ first: "shape", second: "zerolm" });
    expect(results.map(({ alpha }) => alpha)).toEqual([
      undefined,
      0.5,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(results[2]).toMatchObject({ std: 0.02, nscAttention: "per-head" });
    for (const result of results) {
      expect(result.seconds).toBeGreaterThan(0);
      for (const [value, interval] of [
        [result.spearman, result.spearmanCI],
        [result.kendall, result.kendallCI],
      ] as const) {
        const [low, high] = interval ?? expect.unreachable();
        expect(low).toBeLessThan(value);
        expect(high).toBeGreaterThan(value);
      }
    }
  });

  it("prints a table that fits a terminal and explains its columns", async () => {
    const line = ["evaluate", "nas-bench-bert", "--data", data];
    const shown = await run(line);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(
      /^nas-bench-bert: 40 trained networks, GLUE score, reading trained\nshape, tuned on [^\n]*\n[^\n]*\nzerolm, alpha 0\.5 \(default\), std 0\.02\n/,
    );
    for (const heading of ["cells", "size", "regret"]) expect(shown.stdout).toMatch(`\n${heading}: `);
    for (const more of [
      ["--alpha", "label-free"],
      ["--resamples", "0"],
      ["--std", "xavier"],
    ])
      expectPrinted(await runInProcess([...line, ...more]));
  });

  it("has three readings of the rows, and each ranks in its own way", async () => {
    const spearman: number[] = [];
    for (const reading of ["trained", "labelled", "published"]) {
      const document = await evaluate("--reading", reading, "--proxy", "zerolm");
      expect(document.reading).toBe(reading);
      spearman.push(document.results[0]?.spearman ?? Number.NaN);
    }
    expect(new Set(spearman).size).toBe(3);
  });

  it("judges each proxy once, in the order that was asked for, with the options given", async () => {
    const words = ["--proxy", "flops, zerolm,flops", "--alpha", "0.8", "--sequence", "128"];
    const { results, alphaSource } = await evaluate(...words);
    expect(results.map(({ proxy, alpha }) => [proxy, alpha])).toEqual([
      ["flops", undefined],
      ["zerolm", 0.8],
    ]);
    expect(alphaSource).toBe("given");
    expect(await evaluate("--proxy", "nsc")).not.toHaveProperty("alphaSource");
  });

  it("leaves out the intervals where there are no resamples", async () => {
    const { results } = await evaluate("--resamples", "0");
    for (const result of results) expect(result).not.toHaveProperty("spearmanCI");
  });

  it("depends on the seed in its intervals alone, in this process and in a fresh one", async () => {
    const intervals = async (seed: string) =>
      (await evaluate("--proxy", "zerolm", "--seed", seed)).results.map(({ seconds: _, ...rest }) => rest);
    const [one, again, other] = [await intervals("1"), await intervals("1"), await intervals("2")];
    expect(again).toEqual(one);
    expect(other[0]?.spearmanCI).not.toEqual(one[0]?.spearmanCI);
    expect(other[0]?.spearman).toBe(one[0]?.spearman);
    const line = ["evaluate", "nas-bench-bert", "--data", data, "--proxy", "zerolm", "--seed", "1"];
    const fresh = await runJson<Evaluated>([...line, "--resamples", "100"]);
    expect(fresh.results.map(({ seconds: _, ...rest }) => rest)).toEqual(one);
  });

  it("takes alpha label-free from the shapes alone: other labels, same alpha", async () => {
    const shuffled = rows.map((row, index) => ({ ...row, scores: rows[(index * 7) % 40]?.scores }));
    work.write("shuffled.json", shuffled);
    const { results, alphaSource } = await evaluate("--alpha", "label-free", "--proxy", "zerolm");
    expect(alphaSource).toMatch(/^label-free/);
    const line = ["evaluate", "nas-bench-bert", "--data", work.path("shuffled.json"), "--json"];
    const other = await runInProcess([...line, "--alpha", "label-free", "--proxy", "zerolm"]);
    expect((JSON.parse(other.stdout) as Evaluated).results[0]?.alpha).toBe(results[0]?.alpha);
  });

  it("draws quality against score", async () => {
    const line = ["evaluate", "nas-bench-bert", "--data", data, "--resamples", "10"];
    const ended = await run([...line, "--plot", "plot.svg"], { cwd: work.folder });
    expect(ended).toMatchObject({ code: 0, stderr: "Drew quality against score in plot.svg\n" });
    expect(work.read("plot.svg")).toMatch(/^<svg.*nas-bench-bert/s);
    await runInProcess([...line, "--plot", work.path("plot.png"), "--quiet"]);
    expect(readFileSync(work.path("plot.png")).subarray(1, 4).toString()).toBe("PNG");
  });
});

const realData = process.env.ZEROLM_DATA;

describe.skipIf(!realData)("evaluate the published benchmark (needs ZEROLM_DATA)", () => {
  const published = async (...words: string[]): Promise<Evaluated> =>
    runJson<Evaluated>(["evaluate", "nas-bench-bert", "--resamples", "0", ...words], {
      env: { ZEROLM_DATA: realData as string },
    });

  // Figures of the reproduction in the documentation of NAS-Bench-BERT, all of 500 rows.
  it.each([
    [["--reading", "trained"], 0.89, 0.72],
    [["--reading", "trained", "--alpha", "0.8"], 0.899, 0.734],
    [["--reading", "published"], 0.772, 0.543],
    [["--reading", "published", "--alpha", "0"], 0.774, 0.579],
  ])("zerolm %j has ρ %d and τ %d", async (words, spearman, kendall) => {
    const { results, architectures } = await published(...words, "--proxy", "zerolm");
    expect(architectures).toBe(500);
    expect(Math.abs((results[0]?.spearman ?? 0) - spearman)).toBeLessThanOrEqual(0.005);
    expect(Math.abs((results[0]?.kendall ?? 0) - kendall)).toBeLessThanOrEqual(0.005);
  });

  it("nsc and the baselines are as documented", async () => {
    const nsc = ["--proxy", "nsc", "--std", "xavier", "--nsc-attention", "whole"];
    const { results, baselines } = await published(...nsc);
    expect(results[0]?.spearman).toBeCloseTo(0.869, 2);
    expect(results[0]?.kendall).toBeCloseTo(0.686, 2);
    expect(baselines.map(({ spearman }) => spearman.toFixed(3))).toEqual(["0.875", "0.925"]);
    expect(baselines.map(({ kendall }) => kendall.toFixed(3))).toEqual(["0.745", "0.801"]);
  });
});

describe("evaluate refuses", () => {
  it.each([
    [["--plot", "plot.gif"], "plot.gif: plots are written as .svg or .png"],
    [["--proxy", "zerolm,,nsc"], 'there is no proxy ""'],
    [["--proxy", "zerolm,own.json"], "own.json: there is no such file. Check the path."],
    [["--proxy", "zerolm,own.mjs"], "own.mjs: there is no such file. Check the path."],
    [["--proxy", "nsc,scores.csv"], "scores.csv: there is no such file. Check the path."],
    [["--csv", "out.txt", "--latex", "./out.txt"], "--csv and --latex name the same file"],
    [["--proxy", "nsc", "--alpha", "0.5"], "--alpha belongs to zerolm, not to nsc. Add --proxy zerolm."],
    [["--resamples", "-1"], "argument '-1' is invalid"],
    [["--alpha", "0.5x"], "Give a number from -1000 to 1000, or label-free or cross-fitted"],
    [["--reading", "labeled"], "Did you mean labelled?"],
  ])("%j", async (words, message) => {
    const ended = await runInProcess(["evaluate", "nas-bench-bert", "--data", data, ...words]);
    expectRefused(ended, 2, message);
  });

  it("to go on without the data, and names the ways to get it", async () => {
    const ended = await run(["evaluate", "nas-bench-bert"]);
    expectRefused(
      ended,
      1,
      "$ZEROLM_DATA (not set)",
      "zerolm benchmarks download nas-bench-bert",
      "--data FILE",
      "set ZEROLM_DATA to a folder",
    );
  });
});
