import { beforeAll, describe, expect, it } from "vitest";
import { bertScore, configs, publishedParameters, smallBert, tinyYaml } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { generator } from "../nas-bench-fixture.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

interface Ranked {
  readonly rank: number;
  readonly name: string;
  readonly file: string;
  readonly score: number;
  readonly standardDeviation?: number;
  readonly withinNoise: boolean;
  readonly parameters: number;
  readonly flops: number;
}

interface RankDocument {
  readonly proxy: string;
  readonly alpha?: number;
  readonly alphaSource?: string;
  readonly minimize?: boolean;
  readonly ranking: readonly Ranked[];
}

const work = workFolder();
const here = { cwd: work.folder };
const families = Object.keys(configs) as (keyof typeof configs)[];

beforeAll(() => {
  for (const family of families) work.write(`${family}.json`, configs[family]);
  work.write("tiny.yaml", tinyYaml);
  work.write("small.json", smallBert());
  work.write("model/config.json", smallBert());
});

const rank = (...words: string[]): Promise<RankDocument> => runJson<RankDocument>(["rank", ...words], here);

describe.concurrent("rank", () => {
  it("reads Hugging Face configs of every family, with the parameters of their checkpoints", async () => {
    const { ranking, ...about } = await rank(...families.map((family) => `${family}.json`));
    expect(about).toEqual({
      schemaVersion: 1,
      proxy: "shape",
      tunedOn: "FlexiBERT (NAS-Bench-BERT), GPT-2 and Transformer-XL WikiText-103, Gemstones",
      seed: 0,
      sequence: 512,
    });
    const parameters = Object.fromEntries(ranking.map(({ file, parameters }) => [file, parameters]));
    const published = families.map((family) => [`${family}.json`, publishedParameters[family]]);
    expect(parameters).toEqual(Object.fromEntries(published));
    const scores = ranking.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
  });

  it("puts the lowest first if asked, equal ones still on one rank", async () => {
    const { minimize, ranking } = await rank("bert.json", "small.json", "model", "--minimize");
    expect(minimize).toBe(true);
    expect(ranking.map(({ rank, file }) => [rank, file])).toEqual([
      [1, "small.json"],
      [1, "model/config.json"],
      [3, "bert.json"],
    ]);
    const { stdout } = await run(
      ["rank", "bert.json", "small.json", "--minimize", "--proxy", "zerolm"],
      here,
    );
    expect(stdout).toMatch(/^by zerolm, alpha 0\.5 \(default\), std 0\.02, lowest first\n/);
  });

  it("scores by the formula", async () => {
    const { ranking, ...about } = await rank("bert.json", "small.json", "--proxy", "zerolm");
    expect(about).toMatchObject({ alpha: 0.5, alphaSource: "default", options: { alpha: 0.5, std: 0.02 } });
    expect(ranking.map(({ file }) => file)).toEqual(["bert.json", "small.json"]);
    expect(ranking[0]?.score).toBeCloseTo(bertScore(768, 3072, 12), 12);
    expect(ranking[1]?.score).toBeCloseTo(bertScore(64, 256, 2), 12);
    // 2·T·(weights a token reads), attention's 4·T²·d a layer, and the pooler once
    const perToken = 2 * 512 * (4 * 64 * 64 + 2 * 64 * 256) + 4 * 512 * 512 * 64;
    expect(ranking[1]?.flops).toBe(2 * perToken + 2 * 64 * 64);
  });

  it("reads zerolm YAML, a folder with a config.json, and standard input", async () => {
    const { ranking } = await runJson<RankDocument>(["rank", "-", "tiny.yaml", "model"], {
      ...here,
      input: JSON.stringify(smallBert({ num_hidden_layers: 3 })),
    });
    expect(ranking.map(({ name, file }) => [name, file])).toEqual([
      ["standard input", "standard input"],
      ["tiny", "tiny.yaml"],
      ["model", "model/config.json"],
    ]);
  });

  it("gives equal architectures one rank, in the order they were given, and marks them", async () => {
    work.write("wide.json", smallBert({ intermediate_size: 512 }));
    const { ranking } = await rank(
      ...["small.json", "wide.json", "model", "tiny.yaml", "gpt2.json"],
      ...["--proxy", "zerolm"],
    );
    expect(ranking.map(({ file, rank: place }) => [place, file])).toEqual([
      [1, "gpt2.json"],
      [2, "wide.json"],
      [3, "small.json"],
      [3, "model/config.json"],
      [3, "tiny.yaml"],
    ]);
    expect(ranking.map(({ withinNoise }) => withinNoise)).toEqual([false, false, false, true, true]);
  });

  it("marks what is nearer than the noise of random initialisation", async () => {
    // the scores differ by s²·α·(2·1) = 0.0004; the standard deviation of either is about 0.0014
    work.write("near.json", smallBert({ intermediate_size: 257 }));
    const { ranking } = await rank("small.json", "near.json", "--proxy", "zerolm");
    expect(ranking.map(({ file, rank: place, withinNoise }) => [place, file, withinNoise])).toEqual([
      [1, "near.json", false],
      [2, "small.json", true],
    ]);
    const deviation = Math.hypot(...ranking.map(({ standardDeviation = 0 }) => standardDeviation));
    expect((ranking[0]?.score ?? 0) - (ranking[1]?.score ?? 0)).toBeLessThan(2 * deviation);
    const { stdout } = await run(["rank", "small.json", "near.json", "--proxy", "zerolm"], here);
    expect(stdout).toMatch(/^ {3}1 {2}near\.json/m);
    expect(stdout).toMatch(/^ {2}≈2 {2}small\.json/m);
    expect(stdout).toContain("≈: differs from the one above by less than two standard deviations");
  });

  it("ranks 1,000 configs in one call", async () => {
    const random = generator(7);
    const below = (count: number): number => Math.floor(random() * count);
    const expected = new Map<string, number>();
    for (let index = 0; index < 1000; index++) {
      const [hidden, ffn, depth] = [64 * (1 + below(16)), 64 * (1 + below(64)), 1 + below(24)];
      const sizes = { hidden_size: hidden, intermediate_size: ffn, num_hidden_layers: depth };
      const file = work.write(`many/${index}.json`, smallBert(sizes));
      expected.set(file, bertScore(hidden, ffn, depth));
    }
    const { ranking } = await rank(...expected.keys(), "--proxy", "zerolm");
    expect(ranking).toHaveLength(1000);
    for (const [index, { file, score, rank: place }] of ranking.entries()) {
      const above = ranking[index - 1];
      expect(score).toBeCloseTo(expected.get(file) ?? Number.NaN, 9);
      expect(score).toBeLessThanOrEqual(above?.score ?? score);
      expect(place).toBe(above?.score === score ? above.rank : index + 1);
    }
    const shown = await run(["rank", ...expected.keys()], here);
    expectPrinted(shown);
  });
});

describe.concurrent("what rank prints", () => {
  it("fits a terminal, whatever the names", async () => {
    work.write("long.yaml", tinyYaml.replace("tiny", `"\\e[2J${"x".repeat(900)}\\u202e👍👍 end"`));
    const shown = await run(["rank", "long.yaml", "llama.json", "tiny.yaml", "electra.json"], here);
    expectPrinted(shown);
    expect(shown.stdout).toContain("👍👍 end");
    expect(shown.stdout).toContain("FLOPs: of a forward pass over 512 tokens");
  });

  it("calls architectures of one name by their files", async () => {
    work.write("copy.yaml", tinyYaml);
    const { stdout } = await run(["rank", "tiny.yaml", "copy.yaml", "small.json"], here);
    expect(stdout).toMatch(/ tiny\.yaml .*\n.* copy\.yaml /);
  });

  it("says how NSC was computed", async () => {
    const shown = await run(["rank", "tiny.yaml", "--proxy", "nsc", "--std", "0.1"], here);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(/^by nsc, std 0\.1, nsc-attention per-head\n/);
  });
});

describe("rank refuses", () => {
  it.each([
    [["none.json"], "none.json: there is no such file"],
    [["many"], "many: this folder holds no config.json"],
    [["-", "-"], "- is given twice"],
    [["tiny.yaml", "--proxy", "zerolm", "--repeats", "3"], "--repeats is for sampled weights"],
    [["tiny.yaml", "--alpha", "1"], "--alpha belongs to zerolm, not to shape. Add --proxy zerolm."],
    [
      ["tiny.yaml", "--weights", "expected"],
      "--weights belongs to zerolm, not to shape. Add --proxy zerolm.",
    ],
    [["tiny.yaml", "--proxy", "nsc", "--weights", "sampled"], "--weights belongs to zerolm, not to nsc"],
    [
      ["tiny.yaml", "--proxy", "flops", "--initialiser", "xavier"],
      "--initialiser belongs to zerolm, nsc and absoluteWeight, not to flops",
    ],
    [["tiny.yaml", "--weights", "sampled", "--repeats", "1"], "Give a whole number from 2 to 10000"],
  ])("%j", async (words, message) => {
    const paths = words.map((word) => (/\.|many/.test(word) ? work.path(word) : word));
    expectRefused(await runInProcess(["rank", ...paths]), 2, message);
  });

  it("all files where one is broken, with nothing printed", async () => {
    work.write("broken.json", smallBert({ num_attention_heads: 5 }));
    const ended = await run(["rank", "tiny.yaml", "broken.json", "small.json", "--json"], here);
    expectRefused(ended, 2, "broken.json:1:", "num_attention_heads 5 does not divide hidden_size 64");
  });
});
