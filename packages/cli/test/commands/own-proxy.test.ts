import { beforeAll, describe, expect, it } from "vitest";
import { smallBert } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { ownProxyText, slowProxyText } from "../own-proxy.js";
import { run, runJson } from "../run-cli.js";
import { workFolder } from "../work-folder.js";

interface Result {
  readonly proxy: string;
  readonly spearman: number;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly architectures?: number;
  readonly missing?: { readonly count: number; readonly first: string };
}

interface Evaluated {
  readonly results: readonly Result[];
  readonly differences: readonly { readonly first: string; readonly second: string }[];
  readonly unjudged?: readonly string[];
}

interface Ranked {
  readonly rank?: number;
  readonly name: string;
  readonly score: number | null;
  readonly missing?: string;
}

const work = workFolder();
const here = { cwd: work.folder };
const data = ["--data", "bench.json", "--resamples", "50"];
beforeAll(() => {
  work.write("spread.mjs", ownProxyText);
  work.write("slow.mjs", slowProxyText);
  work.write("bench.json", inventedRows(40));
  for (const depth of [2, 3, 4, 5])
    work.write(`d${depth}.json`, smallBert({ hidden_size: 32 * depth, num_hidden_layers: depth }));
});

const rank = (...words: string[]): Promise<{ readonly ranking: readonly Ranked[] }> =>
  runJson(["rank", ...words], here);

const evaluate = (...words: string[]): Promise<Evaluated> =>
  runJson<Evaluated>(["evaluate", "nas-bench-bert", ...data, ...words], here);

describe.concurrent("a proxy of one's own", () => {
  it.each(["rank", "search", "evaluate"])(
    "has its option in the help of %s, and only where it is named",
    async (command) => {
      const shown = await run([command, "--proxy", "./spread.mjs", "--help"], here);
      expectPrinted(shown);
      expect(shown.stdout).toMatch(
        /^ {2}--power <number> +exponent of a layer's parameters \(default:\s+0\.5\)$/m,
      );
      expect((await run([command, "--proxy=nsc", "--help"], here)).stdout).not.toContain("--power");
    },
  );

  it("ranks, by its option", async () => {
    const { ranking } = await rank("d2.json", "d3.json", "--proxy", "./spread.mjs", "--power", "1");
    const [large, small] = ranking.map(({ score }) => score as number) as [number, number];
    expect(ranking.map(({ name }) => name)).toEqual(["d3.json", "d2.json"]);
    const rooted = (await rank("d2.json", "d3.json", "--proxy", "spread.mjs")).ranking;
    // Equal layers: Σ p^½ = √(L·Σ p).
    expect(rooted[0]?.score).toBeCloseTo(Math.sqrt(3 * large), 10);
    expect(rooted[1]?.score).toBeCloseTo(Math.sqrt(2 * small), 10);
  });

  it("is judged beside others, on threads too, and differences are told", async () => {
    const words = ["--proxy", "./spread.mjs,nsc", "--power", "0.7"];
    const alone = await evaluate(...words);
    expect(alone.results[0]).toMatchObject({ proxy: "spread", options: { power: 0.7 } });
    expect(alone.differences).toEqual([expect.objectContaining({ first: "spread", second: "nsc" })]);
    const { evaluations: several } = await runJson<{ evaluations: Evaluated[] }>(
      ["evaluate", "nas-bench-bert:trained", "nas-bench-bert:labelled", ...data, ...words],
      here,
    );
    expect(several[0]?.results[0]?.spearman).toBe(alone.results[0]?.spearman);
    expect(several[1]?.results[0]?.spearman).not.toBe(alone.results[0]?.spearman);
  });

  it("is searched exactly, since it is a sum over layers", async () => {
    const words = [
      "search",
      "lts-gpt2",
      "--proxy",
      "./spread.mjs",
      "--max-non-embedding-params",
      "20M",
      "--top",
      "1",
    ];
    const found = await runJson<{ method: string; optimal: boolean; options: object }>(words, here);
    expect(found).toMatchObject({ method: "exact", optimal: true, options: { power: 0.5 } });
  });

  it("is searched by a heuristic if it has to be waited for, and what it cannot score is counted", async () => {
    const words = ["search", "bert-small", "--proxy", "./slow.mjs", "--evaluations", "300"];
    const found = await runJson<{ method: string; best: Ranked[]; unscored: { count: number } }>(words, here);
    expect(found.method).toBe("evolution");
    expect(found.best[0]?.score).toBe(768);
    expect(found.unscored.count).toBeGreaterThan(10);
    const shown = await run(words, here);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(
      /architectures could not be scored: slow (threw "three layers"|gave NaN) for hidden/,
    );
  });

  it("leaves what it cannot score without a rank, one sentence each, and ranks the rest", async () => {
    const files = ["d2.json", "d3.json", "d4.json", "d5.json"];
    const { ranking } = await rank(...files, "--proxy", "slow.mjs");
    expect(ranking.map(({ rank: place, name, score }) => [place, name, score])).toEqual([
      [1, "d4.json", 128],
      [2, "d2.json", 64],
      [undefined, "d3.json", null],
      [undefined, "d5.json", null],
    ]);
    const { stdout, stderr } = await run(["rank", ...files, "--proxy", "slow.mjs"], here);
    expect(stdout).toMatch(/^ +– {2}d3\.json +n\/a/m);
    expect(stderr).toBe('slow threw "three layers" for d3.json\nslow returned NaN for d5.json\n');
    expectRefused(
      await run(["rank", "d3.json", "--proxy", "slow.mjs"], here),
      1,
      'slow threw "three layers"',
    );
  });
});

describe.concurrent("a proxy of one's own is refused", () => {
  it.each([
    ["nothing.mjs", undefined, "nothing.mjs: there is no such file. Check the path."],
    ["syntax.mjs", "export default {", "syntax.mjs: cannot be loaded: "],
    ["missing.mjs", 'import "no-such-package";', "cannot be loaded: Cannot find package 'no-such-package'"],
    ["throws.mjs", '\nthrow new Error("not today");', "throws.mjs:2: cannot be loaded: not today"],
    ["named.mjs", "export const mine = 1;", "named.mjs: has no default export"],
    ["number.mjs", "export default 3;", "number.mjs: default export: must be a map of keys, not 3"],
    [
      "needs.mjs",
      slowProxyText.replace('"shapes"', '"shape"'),
      'default export: `needs` must be one of shapes, weights, network, device, not "shape"',
    ],
    ["name.mjs", slowProxyText.replace('"slow"', '"nsc"'), '`name` is "nsc", the name of a built-in proxy'],
    ["summary.mjs", slowProxyText.replace("summary", "sumary"), "default export: `summary` is missing"],
    [
      "top.mjs",
      ownProxyText.replaceAll("power", "top"),
      "the proxy spread has an option top, which zerolm search has already",
    ],
    [
      "said.mjs",
      ownProxyText.replace(/\.describe\(.*\)/, ""),
      "default export: `options.power` needs .describe(…)",
    ],
    [
      "list.mjs",
      ownProxyText.replace("z.number().positive().max(2).default(0.5)", "z.array(z.number())"),
      "`options.power` must be a number, a text, one of some words, or true or false",
    ],
  ])("%s", async (file, text, message) => {
    if (text !== undefined) work.write(file, text);
    expectRefused(await run(["search", "bert-small", "--proxy", `./${file}`], here), 2, message);
  });

  it.each([
    ["--power 3", "argument '3' is invalid. Give a number above 0 and at most 2."],
    ["--std 0.1", "--std belongs to zerolm, nsc and absoluteWeight, not to spread. Add --proxy zerolm."],
  ])("with %s", async (option, message) => {
    const words = ["search", "bert-small", "--proxy", "./spread.mjs", ...option.split(" ")];
    expectRefused(await run(words, here), 2, message);
  });

  it("where nothing gives what it needs", async () => {
    work.write("device.mjs", slowProxyText.replace('needs: "shapes"', 'needs: "device"'));
    expectRefused(
      await run(["rank", "d2.json", "--proxy", "device.mjs"], here),
      2,
      "the proxy slow needs a device",
    );
  });
});
