import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

interface Found {
  readonly score: number;
  readonly parameters: number;
  readonly flops: number;
  readonly equivalentSize?: number;
  readonly architecture: {
    readonly hidden: number;
    readonly layers: readonly { readonly repeat?: number }[];
  };
}

interface End {
  readonly choice: string;
  readonly value: number;
  readonly end: string;
  readonly gain?: number;
}

interface SearchDocument {
  readonly best: readonly Found[];
  readonly shapes: boolean;
  readonly advice?: {
    readonly ends: readonly End[];
    readonly flatness?: { readonly shapes: number };
    readonly opinions: readonly { readonly proxy: string; readonly place?: number; readonly of: number }[];
    readonly layerOrderMatters?: boolean;
    readonly unjudged?: readonly string[];
    readonly mixture?: { readonly rule: string; readonly moreExpertsAlwaysBetter: boolean };
  };
  readonly known?: readonly { readonly name: string; readonly equivalentSize?: number }[];
  readonly within?: { readonly threshold: number; readonly amount: number; readonly cheapest: Found };
  readonly writable?: { readonly score: number; readonly equivalentSize?: number };
}

const work = workFolder();
/** Decoders of 1M to 100M parameters, all layers equal. */
const decoders = work.path(
  work.write(
    "decoders.yaml",
    `name: decoders
macro:
  hidden: { from: 128, to: 512, step: 64 }
  depth: { from: 2, to: 12, step: 2 }
layer:
  ratio: [2, 3, 4]
let:
  vocabulary: 8000
layersEqual: true
architecture:
  kind: decoder
  hidden: hidden
  embedding: { vocabulary: vocabulary }
  norm: rms
  finalNorm: true
  head: { vocabulary: tied }
layers:
  mixer: { kind: attention, heads: hidden / 64, bias: none }
  ffn: { kind: gated, width: ratio * hidden }
`,
  ),
);

const searching = (...words: string[]) => ["search", ...words, "--proxy", "shape"];
const search = (...words: string[]): Promise<SearchDocument> =>
  runJsonInProcess<SearchDocument>(searching(...words));

const depthOf = ({ architecture: { layers } }: Found): number =>
  layers.reduce((sum, { repeat = 1 }) => sum + repeat, 0);

describe("advice of search", () => {
  it("says what lies at an end, how flat the top is, and what other proxies think", async () => {
    const { advice, best } = await search(decoders, "--max-params", "30M");
    expect(advice?.ends).toContainEqual(
      expect.objectContaining({ choice: "depth", value: 12, end: "most", beyond: 14 }),
    );
    expect(advice?.ends.every(({ gain = 0 }) => gain >= 0)).toBe(true);
    expect(advice?.flatness?.shapes).toBeGreaterThan(0);
    expect(advice?.opinions.map(({ proxy }) => proxy)).toEqual([
      "zerolm",
      "nsc",
      "series",
      "nonEmbeddingParameters",
    ]);
    for (const { place = 0, of } of advice?.opinions ?? []) {
      expect(of).toBe(11);
      expect(place).toBeGreaterThanOrEqual(1);
      expect(place).toBeLessThanOrEqual(11);
    }
    expect(advice?.layerOrderMatters).toBe(false);
    const gaps = best.map(({ equivalentSize = Number.NaN }) => equivalentSize);
    expect(gaps[0]).toBe(0);
    expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
  });

  it("stands below the table, in lines that fit a terminal", async () => {
    const ended = await runInProcess(searching(decoders, "--max-params", "30M"));
    expectPrinted(ended);
    expect(ended.stdout).toMatch(
      /^- depth 12 is the maximum of this space\. The space set this value, not the\s+score\./m,
    );
    expect(ended.stdout).toMatch(/^- No other shape comes within 5 % of the parameters\.$/m);
    expect(ended.stdout).toMatch(/^gap: reduction in parameters at which the best would score this low/m);
  });

  it("is left out if it is not wanted, and for sizes", async () => {
    const [none, least] = [
      await search(decoders, "--max-params", "20M", "--no-advice"),
      await runJsonInProcess<SearchDocument>(["search", decoders, "--proxy", "parameters", "--minimize"]),
    ];
    for (const outcome of [none, least]) {
      expect(outcome.advice).toBeUndefined();
      expect(outcome.known).toBeUndefined();
    }
    expect(none.best[0]?.equivalentSize).toBeUndefined();
  });

  it("names the ends alone without a budget", async () => {
    const ended = await runInProcess(searching(decoders));
    expectPrinted(ended);
    expect(ended.stdout).toContain(
      "- No budget limits the size, and the answer lies at an end of this space: hidden",
    );
    expect(ended.stdout).not.toContain("gap:");
  });

  it("says that the order of layers is no advice where layers differ", async () => {
    const ended = await runInProcess(searching("llama-small-wide", "--max-params", "30M", "--top", "1"));
    expectPrinted(ended);
    expect(ended.stdout).toContain("The score does not depend on the order of layers");
  });

  it("says that mixtures follow a rule of thumb, and that a budget has to count all experts", async () => {
    const active = await search("moe-small", "--max-active-params", "60M", "--top", "1");
    expect(active.advice?.mixture?.moreExpertsAlwaysBetter).toBe(true);
    const total = await search("moe-small", "--max-params", "200M", "--top", "1");
    expect(total.advice?.mixture).toMatchObject({
      rule: expect.stringContaining("geometric mean"),
      moreExpertsAlwaysBetter: false,
    });
  });

  it.each([
    ["hybrid-small", "short convolutions"],
    ["latent-small", "latent attention"],
  ])("says that no proxy has been evaluated on layers with %s", async (space, words) => {
    const { advice } = await search(space, "--max-params", "60M", "--top", "1");
    expect(advice?.unjudged).toEqual([words]);
    const { stdout } = await runInProcess(searching(space, "--max-params", "60M", "--top", "1"));
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`No proxy has been evaluated on layers with ${words}`);
  });
});

const cases = process.env.ZEROLM_CASES;

describe.skipIf(cases === undefined)("a space that offers a needle (needs ZEROLM_CASES)", () => {
  it("says that the answer of zerolm lies at the ends of the space", async () => {
    const corner = join(cases as string, "search/needle-outranks-everything/corner.yaml");
    const words = ["search", corner, "--max-params", "30M", "--proxy", "zerolm", "--top", "1"];
    const { advice } = await runJsonInProcess<SearchDocument>(words);
    expect(advice?.ends).toContainEqual(
      expect.objectContaining({ choice: "depth", value: 200, end: "most" }),
    );
    const { stdout } = await runInProcess(words);
    expect(stdout).toMatch(
      /depth 200 is the maximum of this space\. The space set this value, not the\s+score\./,
    );
    expect(stdout).toMatch(
      /ffn 64 is the minimum of this space\. The space\s+set\s+this value, not\s+the\s+score\./,
    );
    expect(stdout).toMatch(
      /At an end of this space, with no further value to try: kv 1 \(minimum, 200\s+layers\)\./,
    );
  });
});

describe("known models beside the answer", () => {
  it("are those of the kind that are nearest in size", async () => {
    const { known = [] } = await search("llama-small", "--max-params", "135M", "--top", "1");
    expect(known.map(({ name }) => name)).toContain("smollm2-135m");
    expect(known).toHaveLength(3);
    for (const { name, equivalentSize } of known)
      if (/^mobilellm|^smollm/.test(name)) expect(equivalentSize).toBeLessThan(1);
  });

  it("are ranked beside files", async () => {
    const mine = work.path("mine.json");
    await runInProcess(searching("llama-small", "--max-params", "135M", "--top", "1", "--out", mine));
    const { ranking } = await runJsonInProcess<{
      readonly ranking: readonly { readonly name: string; readonly known?: boolean }[];
    }>(["rank", mine, "--with-known", "--proxy", "shape"]);
    expect(ranking.filter(({ known }) => known)).toHaveLength(3);
    expect(ranking.filter(({ known }) => !known)).toHaveLength(1);
    const ended = await runInProcess(["rank", mine, "--with-known", "--proxy", "shape"]);
    expectPrinted(ended);
    expect(ended.stdout).toContain("*: a known model of similar size");
  });
});

describe("search --top", () => {
  it("lists shapes that differ, and --top-all every score", async () => {
    const shapes = await search(decoders, "--max-params", "20M", "--top", "5");
    const shapesOf = ({ best }: SearchDocument) =>
      new Set(best.map((one) => `${one.architecture.hidden} × ${depthOf(one)}`));
    expect(shapes.shapes).toBe(true);
    expect(shapesOf(shapes).size).toBe(5);
    const all = await search(decoders, "--max-params", "20M", "--top-all", "40");
    expect(all.shapes).toBe(false);
    expect(all.best).toHaveLength(40);
    expect(shapesOf(all).size).toBeLessThan(40);
    expect(all.best[0]?.score).toBe(shapes.best[0]?.score);
  });
});

describe("search --within --prefer", () => {
  it("finds the cheapest near the best, as looking at all does", async () => {
    const { best } = await search(decoders, "--max-params", "20M", "--top-all", "1000");
    const { within } = await search(decoders, "--max-params", "20M", "--within", "2%", "--prefer", "flops");
    const top = best[0]?.score ?? Number.NaN;
    const enough = best.filter(({ score }) => score >= top - 0.02 * Math.abs(top));
    expect(within?.amount).toBe(Math.min(...enough.map(({ flops }) => flops)));
    expect(within?.cheapest.flops).toBe(within?.amount);
    expect(within?.cheapest.score).toBeGreaterThanOrEqual(within?.threshold ?? Number.NaN);
  });

  it("finds the shallowest, keeps a minimum of parameters, and writes it", async () => {
    const out = work.path("shallow.json");
    const words = ["--max-params", "20M", "--min-params", "15M", "--within", "0.05", "--prefer", "depth"];
    const { within, best } = await search(decoders, ...words);
    expect(within?.amount).toBe(depthOf(within?.cheapest as Found));
    expect(within?.amount).toBeLessThan(depthOf(best[0] as Found));
    expect(within?.cheapest.parameters).toBeGreaterThanOrEqual(15e6);
    const ended = await runInProcess(searching(decoders, ...words, "--out", out, "--quiet"));
    expectPrinted(ended);
    expect(ended.stdout).toMatch(/^Fewest layers within 5\.0 % of the best score: \d+, /m);
    expect(JSON.parse(work.read("shallow.json"))).toMatchObject({
      hidden: within?.cheapest.architecture.hidden,
    });
  });

  it.each([
    [["--within", "1%", "--prefer", "habit"], "--prefer habit is not supported. Supported: parameters"],
    [["--within", "1%"], "--within needs --prefer: parameters, "],
    [["--prefer", "flops"], "--prefer needs --within, for example --within 1%"],
    [["--within", "1%", "--prefer", "flops", "--minimize"], "--within has no effect with --minimize"],
    [["--within", "200%", "--prefer", "flops"], "from 0% to 100%"],
  ])("refuses %j", async (words, message) => {
    expectRefused(await runInProcess(searching(decoders, ...words)), 2, message);
  });
});

describe("search --out config.json", () => {
  it("searches what a config can express if the best cannot be written, and says what that costs", async () => {
    const out = work.path("config.json");
    const words = searching("flexibert", "--max-params", "10M", "--top", "1", "--out", out);
    const { best, writable } = await runJsonInProcess<SearchDocument>(words);
    expect(writable?.score).toBeGreaterThan(best[0]?.score ?? Number.NaN);
    expect(writable?.equivalentSize).toBeGreaterThan(0);
    expect(JSON.parse(work.read("config.json"))).toMatchObject({ hidden_size: best[0]?.architecture.hidden });
  });

  it("searches all if the best can be written", async () => {
    const out = work.path("config.json");
    const { writable } = await search(decoders, "--max-params", "20M", "--out", out);
    expect(writable).toBeUndefined();
  });
});
