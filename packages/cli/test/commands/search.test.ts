import { beforeAll, describe, expect, it } from "vitest";
import { spaceYaml } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

interface Found {
  readonly score: number;
  readonly parameters: number;
  readonly flops: number;
  readonly architecture: { readonly hidden: number; readonly layers: readonly object[] };
}

interface SearchDocument {
  readonly space: string;
  readonly proxy: string;
  readonly alpha?: number;
  readonly alphaSource?: string;
  readonly method: string;
  readonly optimal: boolean;
  readonly evaluated: number;
  readonly feasible: number;
  readonly seconds: number;
  readonly best: readonly (Found & { readonly rank: number; readonly ties: number })[];
  readonly pareto?: readonly Found[];
}

const search = (...words: string[]): Promise<SearchDocument> =>
  runJson<SearchDocument>(["search", "flexibert", ...words]);

const work = workFolder();
/** A space of 160 architectures, searched in this process. */
const small = work.path(work.write("small.yaml", spaceYaml));

async function searchSmall(...words: string[]): Promise<SearchDocument> {
  const { code, stdout, stderr } = await runInProcess(["search", small, "--json", ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as SearchDocument;
}

/** Parameters of the largest architecture of the small space: embedding, and 3 layers of hidden 128 and FFN 256. */
const largest = 1000 * 128 + 3 * (4 * (128 * 128 + 128) + 2 * 128 * 256 + 256 + 128 + 2 * 2 * 128);

const withoutSeconds = (text: string): string => text.replace(/"seconds": [\d.e-]+|[\d.e-]+ s$/m, "");

describe.concurrent("search flexibert", () => {
  let whole: SearchDocument;
  beforeAll(async () => {
    whole = await search("--proxy", "zerolm", "--pareto", "--top-all", "10");
  });

  it("scores all 10,621,440 architectures and proves the best one", () => {
    const { best, pareto, seconds, ...about } = whole;
    expect(about).toMatchObject({
      space: "flexibert",
      proxy: "zerolm",
      method: "exhaustive",
      optimal: true,
      evaluated: 10_621_440,
      feasible: 10_621_440,
    });
    expect(seconds).toBeGreaterThan(0);
    expect(best.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const scores = best.map(({ score }) => score);
    expect(scores).toEqual([...new Set(scores)].sort((one, other) => other - one));
    for (const { parameters, flops, architecture, ties } of best) {
      expect(parameters).toBeGreaterThan(4e6);
      expect(flops).toBeGreaterThan(parameters);
      expect(architecture.layers.length).toBeGreaterThan(0);
      expect(ties).toBeGreaterThanOrEqual(1);
    }
  });

  it("chooses alpha label-free and says so", () => {
    expect(whole.alphaSource).toBe("label-free, from 1,000 architectures of the space");
    expect(whole.alpha).toBeGreaterThanOrEqual(-1.5);
    expect(whole.alpha).toBeLessThanOrEqual(1.5);
  });

  it("gives the Pareto front, from the smallest to the best", () => {
    const front = whole.pareto ?? [];
    const rising = (of: (found: Found) => number): boolean =>
      front.every((found, index) => index === 0 || of(found) > of(front[index - 1] as Found));
    expect(rising(({ parameters }) => parameters)).toBe(true);
    expect(rising(({ score }) => score)).toBe(true);
    expect(front[0]?.parameters).toBe(4_269_824);
    expect(front.at(-1)).toMatchObject({
      score: whole.best[0]?.score,
      parameters: whole.best[0]?.parameters,
    });
  });

  it("agrees with the front under a budget on parameters", async () => {
    const budget = 6_000_000;
    const { best, feasible, evaluated } = await search(
      "--proxy",
      "zerolm",
      "--max-params",
      "6M",
      "--top",
      "3",
    );
    expect(best).toHaveLength(3);
    expect(evaluated).toBe(10_621_440);
    expect(feasible).toBeLessThan(evaluated);
    const within = (whole.pareto ?? []).filter(({ parameters }) => parameters <= budget);
    expect(best[0]?.score).toBe(within.at(-1)?.score);
    for (const { parameters } of best) expect(parameters).toBeLessThanOrEqual(budget);
  });

  it("keeps several budgets at once", async () => {
    const least = whole.pareto?.[3]?.parameters ?? 0;
    const params = ["--min-params", String(least), "--max-params", "5M"];
    const { best } = await search(...params, "--max-flops", "1G", "--max-non-embedding-params", "1_000_000");
    for (const { parameters, flops } of best) {
      expect(parameters).toBeGreaterThanOrEqual(least);
      expect(parameters).toBeLessThanOrEqual(5_000_000);
      expect(flops).toBeLessThanOrEqual(1e9);
    }
  });

  it("counts FLOPs over the sequence that was asked for", async () => {
    const { best } = await search("--sequence", "128", "--max-flops", "1G", "--top", "1");
    expect(best[0]?.flops).toBeLessThanOrEqual(1e9);
    expect(best[0]?.parameters).toBeGreaterThan(5_000_000); // a budget of 1G over 512 tokens allows less
  });
});

describe("search by other proxies and alphas", () => {
  it("maximises NSC as asked, without an alpha", async () => {
    const document = await search("--proxy", "nsc", "--std", "xavier", "--nsc-attention", "whole");
    expect(document).toMatchObject({ proxy: "nsc", std: "xavier", nscAttention: "whole" });
    expect(document).not.toHaveProperty("alpha");
    const perHead = await searchSmall("--proxy", "nsc");
    expect(perHead).toMatchObject({ proxy: "nsc", std: 0.02, nscAttention: "per-head" });
    const whole = await searchSmall("--proxy", "nsc", "--nsc-attention", "whole");
    expect(whole.best[0]?.score).not.toBe(perHead.best[0]?.score);
  });

  it("takes both ends of a budget", async () => {
    const exact = await searchSmall("--min-params", String(largest), "--max-params", String(largest));
    expect(exact.best.map(({ parameters }) => parameters)).toEqual([largest]);
  });

  it("finds the largest by parameters", async () => {
    const { best } = await searchSmall("--proxy", "parameters", "--top", "1");
    expect(best[0]).toMatchObject({ score: largest, parameters: largest });
  });

  it.each([
    ["0.7", 0.7],
    ["-0.3", -0.3],
  ])("takes alpha %s as given", async (text, alpha) => {
    expect(await searchSmall("--proxy", "zerolm", "--alpha", text)).toMatchObject({
      alpha,
      alphaSource: "given",
    });
  });

  it("takes label-free as zerolm does without an alpha", async () => {
    const zerolm = ["--proxy", "zerolm"];
    const [asked, byDefault] = [
      await searchSmall(...zerolm, "--alpha", "label-free"),
      await searchSmall(...zerolm),
    ];
    expect({ ...asked, seconds: 0 }).toEqual({ ...byDefault, seconds: 0 });
  });
});

describe("search under budgets that cannot be met", () => {
  it("ends with 1 where the smallest is too large, and says how large it is", async () => {
    const says =
      "no architecture of flexibert fits: the smallest has 4,269,824 parameters. Raise the maximum to that.";
    expectRefused(await run(["search", "flexibert", "--max-params", "4M", "--json"]), 1, says);
  });

  it.each([
    [
      ["--min-params", "1B"],
      `the largest has ${largest.toLocaleString("en-US")} parameters. Lower the minimum to that.`,
    ],
    [["--max-flops", "1M"], /the smallest has [\d,]+ FLOPs. Raise the maximum/],
    [["--max-params", "150k", "--min-flops", "500M"], "meets the budgets on parameters and FLOPs at once"],
  ])("ends with 1 for %j and says what is nearest", async (words, message) => {
    expectRefused(await runInProcess(["search", small, ...words]), 1, message);
  });
});

describe("search refuses before it searches", () => {
  it.each([
    [["--alpha", "abc"], "argument 'abc' is invalid. Give a number from -1000 to 1000, or label-free."],
    [["--alpha", "1001"], "Give a number from -1000 to 1000"],
    [["--alpha", ""], "Give a number from -1000 to 1000"],
    [["--proxy", "zerolm", "--alpha", "0.12345678"], "has more than 6 decimals. Round it."],
    [["--alpha", "0.5"], "--alpha belongs to zerolm, not to shape. Add --proxy zerolm."],
    [["--proxy", "nsc", "--alpha", "0.5"], "--alpha belongs to zerolm, not to nsc. Add --proxy zerolm."],
    [
      ["--proxy", "parameters", "--std", "0.02"],
      "--std belongs to zerolm, nsc and absoluteWeight, not to parameters. Add --proxy zerolm.",
    ],
  ])("refuses %j", async (words, message) => {
    expectRefused(await runInProcess(["search", "flexibert", ...words]), 2, message);
  });

  it.each([
    [["--max-params", "5M", "--min-params", "6M"], "minimum of parameters (6,000,000) is above the maximum"],
    [["--max-flops", "1k", "--min-flops", "2k"], "minimum of FLOPs (2,000) is above the maximum (1,000)"],
  ])("refuses %j as a contradiction", async (words, message) => {
    expectRefused(await runInProcess(["search", "flexibert", ...words]), 2, message);
  });
});

describe("what search prints", () => {
  it("fits a terminal and says everything that decides the result", async () => {
    const shown = await run(["search", "flexibert", "--max-params", "10M", "--pareto", "--top", "5"]);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(
      /^flexibert: 10,621,440 architectures scored in [\d.]+ s\nby shape, tuned on /,
    );
    expect(shown.stdout).toMatch(/^budget: at most 10.00M parameters \([\d,]+ architectures fit\)$/m);
    expect(shown.stdout).toContain("FLOPs: of a forward pass over 512 tokens.");
    expect(shown.stdout).toContain("None within the budget scores higher.");
  });

  it("fits a terminal with many budgets and a long alpha", async () => {
    const budgets = [
      "--max-params",
      "15.5M",
      "--min-params",
      "1k",
      "--max-flops",
      "13G",
      "--min-flops",
      "1M",
    ];
    const others = ["--max-non-embedding-params", "11M", "--min-non-embedding-params", "1k"];
    const words = ["search", small, ...budgets, ...others, "--proxy", "zerolm", "--alpha", "-1.234567"];
    const shown = await runInProcess(words);
    expectPrinted(shown);
    expect(shown.stdout).toContain("budget (160 architectures fit):\n  1.000k to 15.50M parameters\n");
  });

  it("fits a terminal with NSC and a long sequence", async () => {
    const words = ["search", small, "--proxy", "nsc", "--sequence", "16777216", "--pareto"];
    expectPrinted(await runInProcess(words));
  });

  it("is the same in two processes, but for the seconds", async () => {
    const words = ["search", "flexibert", "--max-params", "9M", "--pareto", "--seed", "5", "--json"];
    const [one, other] = await Promise.all([run(words), run(words)]);
    expect(withoutSeconds(other.stdout)).toBe(withoutSeconds(one.stdout));
    const text = ["search", small, "--pareto", "--seed", "5"];
    const [fresh, here] = [await run(text), await runInProcess(text)];
    expect(withoutSeconds(here.stdout)).toBe(withoutSeconds(fresh.stdout));
  });
});
