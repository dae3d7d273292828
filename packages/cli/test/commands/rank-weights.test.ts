import { beforeAll, describe, expect, it } from "vitest";
import { bertScore, smallBert } from "../configs.js";
import { run } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

interface Sampled {
  readonly initialiser?: string;
  readonly weights?: string;
  readonly repeats?: number;
  readonly seed?: number;
  readonly ranking: readonly {
    readonly score: number;
    readonly standardDeviation: number;
    readonly standardError?: number;
  }[];
}

const work = workFolder();
const small = work.path("small.json");
beforeAll(() => {
  work.write("small.json", smallBert());
});

async function rank(...words: string[]): Promise<Sampled> {
  const { code, stdout, stderr } = await runInProcess([
    "rank",
    small,
    "--proxy",
    "zerolm",
    "--json",
    ...words,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Sampled;
}

const sampled = (...words: string[]): Promise<Sampled> => rank("--weights", "sampled", ...words);

describe("rank --weights sampled", () => {
  it("draws weights whose mean score is near the expected one", async () => {
    const { ranking, ...how } = await sampled("--repeats", "50", "--seed", "1");
    expect(how).toMatchObject({ weights: "sampled", repeats: 50, seed: 1 });
    const { score, standardDeviation, standardError = 0 } = ranking[0] ?? expect.unreachable();
    const expected = bertScore(64, 256, 2);
    expect(Math.abs(score - expected)).toBeLessThan(4 * standardError);
    expect(standardError).toBeCloseTo(standardDeviation / Math.sqrt(50), 12);
    const closedForm = (await rank()).ranking[0]?.standardDeviation ?? 0;
    expect(standardDeviation / closedForm).toBeGreaterThan(0.7);
    expect(standardDeviation / closedForm).toBeLessThan(1.4);
  });

  it("draws 5 times with seed 0 where nothing else is said", async () => {
    expect(await sampled()).toEqual(await sampled("--repeats", "5", "--seed", "0"));
  });

  it("depends on the seed and nothing else, in this process and in a fresh one", async () => {
    const one = await sampled("--seed", "9");
    expect(await sampled("--seed", "9")).toEqual(one);
    const words = ["--proxy", "zerolm", "--weights", "sampled", "--seed", "9"];
    const fresh = await run(["rank", small, "--json", ...words]);
    expect(JSON.parse(fresh.stdout)).toEqual(one);
    expect((await sampled("--seed", "10")).ranking[0]?.score).not.toBe(one.ranking[0]?.score);
  });

  it("says so on the screen", async () => {
    const words = ["--proxy", "zerolm", "--weights", "sampled", "--repeats", "3"];
    const { stdout } = await runInProcess(["rank", small, ...words]);
    expect(stdout).toMatch(/^by zerolm, alpha 0\.5 \(default\), weights sampled, repeats 3, std 0\.02$/m);
    expect(stdout).toContain("scores are means over weights drawn at random, seed 0\n");
  });
});

describe("rank --initialiser", () => {
  // E c = Var · max(m, n), Var = 2/(m + n) for xavier and 2/n for kaiming; truncated at 2 sd a normal keeps 0.774 of s².
  const bert = (attention: number, up: number, down: number): number => 0.5 * 2 * (4 * attention + up + down);
  it.each([
    ["normal", bertScore(64, 256, 2)],
    ["truncated-normal", 0.7737 * bertScore(64, 256, 2)],
    ["xavier", bert(1, (2 * 256) / 320, (2 * 256) / 320)],
    ["kaiming", bert(2, (2 * 256) / 64, (2 * 256) / 256)],
  ])("%s", async (initialiser, expected) => {
    const document = await rank("--initialiser", initialiser);
    expect(document.initialiser).toBe(initialiser);
    expect((document.ranking[0]?.score ?? 0) / expected).toBeCloseTo(1, 3);
    const drawn = (await sampled("--initialiser", initialiser, "--repeats", "20")).ranking[0];
    expect(Math.abs((drawn?.score ?? 0) - expected)).toBeLessThan(5 * (drawn?.standardError ?? 0));
  });

  it("reaches NSC too, where it is the std of the weights", async () => {
    const nsc = async (...words: string[]) => (await rank("--proxy", "nsc", ...words)).ranking[0]?.score;
    const whole = ["--nsc-attention", "whole"];
    expect(await nsc("--initialiser", "xavier", ...whole)).toBe(await nsc("--std", "xavier", ...whole));
    expect(await nsc("--initialiser", "xavier")).not.toBe(await nsc());
  });
});
