import { beforeAll, describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const options = { cwd: work.folder };

const space = `name: tiny
macro: { hidden: [64, 128], depth: [1, 2] }
layer: { width: [64, 128, 256] }
architecture: { hidden: hidden, embedding: { vocabulary: 1000 } }
layers: { mixer: { kind: attention, heads: 2 }, ffn: { kind: plain, width: width } }
`;

/** Three of the 24 architectures of the space are trained. */
const table = `id,hidden,depth,heads,ffnWidth,vocabulary,quality
a,64,1,2,64,1000,0.5
b,128,2,2,256,1000,0.9
c,64,2,2,128,1000,0.7
`;

interface Suggested {
  readonly candidates: number;
  readonly labels: number;
  readonly suggestions: readonly {
    readonly rank: number;
    readonly gain: number;
    readonly predicted: number;
    readonly interval: readonly [number, number];
    readonly architecture: { readonly hidden: number; readonly layers: readonly object[] };
  }[];
}

beforeAll(async () => {
  work.write("space.yaml", space);
  work.write("trained.csv", table);
  work.write("bench.json", inventedRows(30));
  const words = [
    "calibrate",
    "nas-bench-bert",
    "--data",
    "bench.json",
    "--predictor",
    "--draws",
    "1",
    "--labels",
    "10",
  ];
  const { code, stderr } = await runInProcess([...words, "--out", "predictor.json", "--quiet"], options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

describe("suggest", () => {
  const words = ["suggest", "space.yaml", "--labelled", "trained.csv"];

  it("takes the folder of a benchmark as its main file", async () => {
    work.write("folder/BERT_benchmark.json", inventedRows(30));
    const line = ["suggest", "space.yaml", "--count", "2", "--labelled"];
    const folder = await runJsonInProcess<Suggested>([...line, "folder"], options);
    expect(folder).toEqual(await runJsonInProcess<Suggested>([...line, "bench.json"], options));
  });

  it("names untrained architectures of the space, each with what is expected of it", async () => {
    const found = await runJsonInProcess<Suggested>([...words, "--count", "30"], options);
    expect(found).toMatchObject({ space: "tiny", prior: "shape", labels: 3 });
    expect(found.suggestions).toHaveLength(found.candidates);
    expect(found.candidates).toBeLessThanOrEqual(24);
    for (const [index, { rank, gain, predicted, interval }] of found.suggestions.entries()) {
      expect(rank).toBe(index + 1);
      expect(gain).toBeGreaterThanOrEqual(0);
      expect(interval[0]).toBeLessThanOrEqual(predicted);
      expect(interval[1]).toBeGreaterThanOrEqual(predicted);
    }
    expect(await runJsonInProcess([...words, "--count", "30"], options)).toEqual(found);
  });

  it("prints a table, and writes files that rank reads", async () => {
    expectPrinted(await runInProcess([...words, "--count", "2"], options));
    const { stderr } = await runInProcess([...words, "--count", "2", "--out", "next"], options);
    expect(stderr).toBe("Wrote 2 architectures to next\n");
    expect(work.read("next/tiny-1.yaml")).toContain("hidden:");
    const { ranking } = await runJsonInProcess<{ ranking: object[] }>(
      ["rank", "next/tiny-1.yaml", "next/tiny-2.yaml"],
      options,
    );
    expect(ranking).toHaveLength(2);
  });

  it("learns from a benchmark, and takes a predictor as it is", async () => {
    const read = ["suggest", "flexibert", "--candidates", "50", "--labelled"];
    const bench = await runJsonInProcess<Suggested>(
      [...read, "bench.json", "--reading", "labelled"],
      options,
    );
    expect(bench.labels).toBe(30);
    const kept = await runJsonInProcess<Suggested>([...read, "predictor.json"], options);
    expect(kept.labels).toBe(10);
  });

  it.each([
    ["suggest space.yaml", "--labelled"],
    ["suggest space.yaml --labelled nothing.csv", "nothing.csv"],
    ["suggest space.yaml --labelled space.yaml", "is neither a predictor, nor a table or benchmark"],
    ["suggest space.yaml --labelled predictor.json --prior nsc", "have no effect on a predictor file"],
    ["suggest space.yaml --labelled bench.json --reading labeled", "Did you mean labelled?"],
    ["suggest flexbert --labelled trained.csv", "Did you mean flexibert?"],
    ["suggest - --labelled -", "standard input can be read only once"],
    ["suggest space.yaml --labelled trained.csv --count 0", "from 1 to 1000"],
    [
      "suggest space.yaml --labelled tied.csv",
      "tied.csv: all 3 networks have the quality 0.5, but at least two must differ",
    ],
  ])("refuses %s", async (line, says) => {
    work.write("tied.csv", table.replaceAll(/[\d.]+\n/g, "0.5\n"));
    expectRefused(await runInProcess(line.split(" "), options), 2, says);
  });

  it("takes the name of a benchmark for where the machine has it", async () => {
    const line = ["suggest", "space.yaml", "--count", "1", "--labelled", "nas-bench-bert"];
    const env = { ZEROLM_DATA: work.path("data") };
    expectRefused(await run(line, { ...options, env }), 1, "nas-bench-bert is not on this machine");
    work.write("data/nas-bench-bert/BERT_benchmark.json", inventedRows(30));
    expect((await runJson<Suggested>(line, { ...options, env })).labels).toBe(30);
  });
});

describe("a predictor as a proxy", () => {
  it("ranks files by predicted quality", async () => {
    work.write(
      "a.yaml",
      "hidden: 64\nembedding: { vocabulary: 10 }\nlayers: [{ mixer: { kind: attention, heads: 2 }, ffn: { kind: plain, width: 64 } }]\n",
    );
    interface Ranking {
      readonly proxy: string;
      readonly ranking: readonly { readonly score: number; readonly interval: readonly [number, number] }[];
    }
    const found = await runJsonInProcess<Ranking>(["rank", "a.yaml", "--proxy", "./predictor.json"], options);
    expect(found).toMatchObject({
      proxy: "./predictor.json",
      predicts: "GLUE score",
      labels: 10,
      prior: "shape",
    });
    const [{ score, interval }] = found.ranking as [Ranking["ranking"][number]];
    expect(interval[0]).toBeLessThan(score);
    expect(interval[1]).toBeGreaterThan(score);
    const printed = await runInProcess(["rank", "a.yaml", "--proxy", "predictor.json"], options);
    expectPrinted(printed);
    expect(printed.stdout).toContain(
      "by predictor.json\nscore: GLUE score, predicted from 10 trained networks and shape\n",
    );
    const [low, high] = interval.map((end) => end.toPrecision(5).replace(".", "\\."));
    expect(printed.stdout).toMatch(new RegExp(`${low} … ${high}`));
    expect(printed.stdout).toContain("95 %: interval for the quality of one training run");
  });

  it("searches a space that is small enough to score each architecture", async () => {
    const found = await runJsonInProcess<{
      optimal: boolean;
      best: { score: number; interval: [number, number] }[];
    }>(["search", "space.yaml", "--proxy", "predictor.json"], options);
    expect(found.optimal).toBe(true);
    const scores = found.best.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
    for (const { score, interval } of found.best) {
      expect(interval[0]).toBeLessThan(score);
      expect(interval[1]).toBeGreaterThan(score);
    }
  });

  it("says what a score is and how sure, and names no command that takes no predictor", async () => {
    const printed = await runInProcess(
      ["search", "space.yaml", "--proxy", "predictor.json", "--top", "2"],
      options,
    );
    expectPrinted(printed);
    expect(printed.stdout).toContain("score: GLUE score, predicted from 10 trained networks and shape\n");
    expect(printed.stdout).toMatch(/^1 +[-\d.]+ +[-\d.]+ … [-\d.]+ /m);
    expect(printed.stdout).not.toContain("zerolm evaluate");
  });

  it.each([
    [
      "rank space.yaml --proxy space.yaml",
      "is not a predictor. Write one with zerolm calibrate --predictor --out.",
    ],
    ["search space.yaml --proxy bench.json", "is not a predictor"],
    ["search space.yaml --proxy nothing.json", "nothing.json"],
    [
      "search space.yaml --proxy predictor.json --alpha 0.3",
      "--alpha belongs to zerolm, not to predictor.json. Add --proxy zerolm.",
    ],
  ])("refuses %s", async (line, says) => {
    work.write("space.yaml", space);
    expectRefused(await runInProcess(line.split(" "), options), 2, says);
  });
});
