import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import type { Benchmark, BenchmarkFormat } from "../../src/benchmark/benchmark.js";
import { benchmarkFormats, guessFormat } from "../../src/benchmark/formats.js";
import { requireRankable, surveyBenchmark } from "../../src/benchmark/survey.js";
import { UsageError } from "../../src/errors.js";
import { fixtures } from "./fixtures.js";

const { autoformer, "hw-gpt": hwGpt, lts, subnets, table } = benchmarkFormats;

const read = (name: keyof typeof fixtures): Benchmark =>
  benchmarkFormats[name].read(fixtures[name].text, { files: fixtures[name].files });

describe("guessFormat", () => {
  it("knows every format by its text, and by the published name of its main file", () => {
    for (const [name, { text }] of Object.entries(fixtures)) {
      const format: BenchmarkFormat = benchmarkFormats[name as keyof typeof fixtures];
      expect(guessFormat(text, "anything")?.name).toBe(name);
      if (format.fileName !== undefined) expect(guessFormat("", `a/${format.fileName}`)?.name).toBe(name);
    }
  });
});

describe("autoformer", () => {
  it("counts as the supernet's code does, but for 7,680 relative positions a layer", () => {
    const net = { layer_num: 2, mlp_ratio: [4, 3.5], num_heads: [3, 4], embed_dim: [192, 192] };
    const text = JSON.stringify({ 0: { net_setting: net, performance: { Imagenet: { clean: 70 } } } });
    const [entry] = autoformer.read(text, {}).entries;
    const embedding = 768 * 192 + 192 + 192 * 198;
    const layer = (heads: number, width: number): number => {
      const attention = 3 * (64 * heads * 192 + 64 * heads) + 64 * heads * 192 + 192;
      return attention + 2 * 192 * width + width + 192 + 4 * 192;
    };
    const expected = embedding + layer(3, 768) + layer(4, 672) + 2 * 192 + 192 * 1000 + 1000;
    expect(cost(entry?.architecture as never).parameters.total).toBe(expected);
  });

  it("refuses lists that are too short or widths that differ", () => {
    const net = { layer_num: 2, mlp_ratio: [4, 4], num_heads: [3, 4], embed_dim: [192, 192] };
    const complaint = (change: object) => () =>
      autoformer.read(
        JSON.stringify({
          5: { net_setting: { ...net, ...change }, performance: { Imagenet: { clean: 1 } } },
        }),
        {},
      );
    expect(complaint({ mlp_ratio: [4] })).toThrow("has 1 entries for 2 layers");
    expect(complaint({ embed_dim: [192, 216] })).toThrow("differs from the first");
    const clean = (percent: number): string =>
      JSON.stringify({ 5: { net_setting: net, performance: { Imagenet: { clean: percent } } } });
    expect(() => autoformer.read(clean(7123), {})).toThrow("must be at most 100, not 7123");
    expect(() => autoformer.read(`[${clean(70)}]`, {})).toThrow("must be a map of keys, not a list of 1");
  });
});

describe("hw-gpt", () => {
  it("reads the same network from its name, its keys, JSON lines, a map and a CSV", () => {
    const keys = {
      sample_embed_dim: 192,
      sample_n_layer: 2,
      sample_n_head: [8, 4],
      sample_mlp_ratio: [2, 4],
      sample_bias: "True",
    };
    const name = "gpt-s-2-192-2-4-8-4-True";
    const texts = [
      JSON.stringify([{ arch: name, perplexity: 30 }]),
      JSON.stringify([{ arch: keys, perplexity: 30 }]),
      JSON.stringify({ ...keys, perplexity: 30 }),
      JSON.stringify({ [name]: { perplexity: 30 } }),
      `arch,perplexity\n${name},30\n`,
      `sample_embed_dim,sample_n_layer,sample_n_head,sample_mlp_ratio,sample_bias,perplexity\n192,2,"[8, 4]","[2, 4]",True,30\n`,
    ];
    const architectures = texts.map((text) => {
      const [{ architecture, quality } = {} as never] = hwGpt.read(text, {}).entries;
      expect(quality).toBe(-30);
      return { ...(architecture as object), name: undefined };
    });
    for (const architecture of architectures) expect(architecture).toEqual(architectures[0]);
    expect(architectures[0]).toMatchObject({
      hidden: 192,
      layers: [
        { mixer: { heads: 8, headDim: 64, bias: "all" }, ffn: { widths: [384] } },
        { mixer: { heads: 4, headDim: 64, bias: "all" }, ffn: { widths: [768] } },
      ],
    });
  });

  it("says which row and key is wrong", () => {
    const text = "arch,perplexity\ngpt-s-2-192-2-4-8-4-True,30\ngpt-s-2-192-2-4-8-4-True,x\n";
    expect(() => hwGpt.read(text, { file: "a.csv" })).toThrow(
      expect.objectContaining({ place: { file: "a.csv", line: 3, key: "row 2, perplexity" } }),
    );
    const named = (arch: string) => () => hwGpt.read(`arch,perplexity\n${arch},30\n`, {});
    expect(named("gpt-s-3-192-2-4-8-4-True")).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^must be gpt-SCALE-.* not "gpt-s-3-192-2-4-8-4-True"$/),
        others: [],
      }),
    );
    expect(named("gpt-s-1-192-0.001-4-True")).toThrow(
      expect.objectContaining({ place: expect.objectContaining({ key: "row 1, sample_mlp_ratio" }) }),
    );
  });
});

describe("subnets", () => {
  it("needs the config beside it and keeps key/value heads in proportion", () => {
    const { text, files } = fixtures.subnets;
    expect(() => subnets.read(text, { file: "a/subnets.json" })).toThrow("needs the config.json");
    const config = JSON.parse(files?.get("config.json") as string) as object;
    const grouped = JSON.stringify({ ...config, num_key_value_heads: 2 });
    const some = JSON.stringify({ subnets: [{ ffn: [96, 48], heads: [4, 2], loss: 1.5 }] });
    const [entry] = subnets.read(some, { files: new Map([["config.json", grouped]]) }).entries;
    expect(entry?.architecture.layers.map(({ mixer }) => mixer)).toMatchObject([
      { heads: 4, keyValueHeads: 2, headDim: 16 },
      { heads: 2, keyValueHeads: 1, headDim: 16 },
    ]);
    const odd = some.replace("[4,2]", "[4,3]");
    expect(() => subnets.read(odd, { files: new Map([["config.json", grouped]]) })).toThrow(
      "3 of 4 heads leave a part of a key/value head",
    );
    expect(() => subnets.read(some.replace("96", "97"), { files })).toThrow("keeps more than");
  });
});

describe("lts", () => {
  it("says which network has no configuration, and which no perplexity", () => {
    const { text, files = new Map<string, string>() } = fixtures.lts;
    const without = new Map([...files].filter(([path]) => !path.startsWith("config_3")));
    expect(() => lts.read(text, { files: without })).toThrow("has no model_config.yaml");
    const more = new Map([...files, ["config_9/j9/model_config.yaml", ""]]);
    expect(() => lts.read(text, { files: more })).toThrow("has a configuration but no perplexity");
  });

  it("keeps the scores of every seed that a proxy was drawn with", () => {
    const { text, files = new Map<string, string>() } = fixtures.lts;
    const seed = files.get("synflow_scores_seed_1111.yaml") as string;
    const { publishedScores } = lts.read(text, {
      files: new Map([["synflow_scores_seed_7.yaml", seed.replaceAll(".5", ".75")], ...files]),
    });
    expect(Object.entries(publishedScores ?? {})).toEqual([
      ["synflow, seed 7", [0.75, 1.75, 2.75]],
      ["synflow, seed 1111", [0.5, 1.5, 2.5]],
    ]);
  });

  it("says what a perplexity may be", () => {
    const { text, files } = fixtures.lts;
    expect(() => lts.read(text.replace("valid_ppl: 50.25", "valid_ppl: .nan"), { files })).toThrow(
      "must be a perplexity above 0, itself or under valid_ppl, not a map",
    );
  });

  it("reads Transformer-XL by what its configuration says", () => {
    const { text, files = new Map<string, string>() } = fixtures.lts;
    const xl = new Map(
      [...files].map(([path, content]) => [
        path,
        path.endsWith("config.yaml") ? `${content}experiment_name: nv_xformer_xl\n` : content,
      ]),
    );
    const [entry] = lts.read(text, { files: xl }).entries;
    expect(entry?.architecture).toMatchObject({
      finalNorm: false,
      embedding: { positions: 0, adaptive: { cutoffs: [150, 400, 900], divide: 4 } },
      head: { ownProjections: 1 },
      layers: [{ mixer: { relative: true, bias: "none" }, ffn: { bias: true } }, {}],
    });
    const [gpt] = lts.read(text, { files }).entries;
    expect(gpt?.architecture).toMatchObject({ finalNorm: true, embedding: { positions: 192 } });
  });
});

describe("a survey", () => {
  it("counts ties, repeats and what is missing", () => {
    const first = "hidden,depth,heads,ffnWidth,vocabulary,quality,ours";
    const rows = ["64,2,4,100,500,1,3", "64,2,4,100,500,2,", "64,3,4,100,500,2,4", "32,2,4,100,500,3,5"];
    const survey = surveyBenchmark(table.read([first, ...rows].join("\n"), {}));
    expect(survey).toMatchObject({
      architectures: 4,
      quality: { minimum: 1, maximum: 3 },
      tiedQuality: 2,
      repeatedArchitectures: 1,
      depth: { minimum: 2, maximum: 3 },
      publishedParameters: { there: 0, equal: 0, largestDifference: 0 },
      publishedScores: { ours: 3 },
    });
    expect(surveyBenchmark(read("autoformer")).publishedParameters.there).toBe(2);
  });

  it("refuses what no ranking can be judged by", () => {
    const header = "hidden,depth,heads,ffnWidth,vocabulary,quality\n";
    const rows = (count: number, quality: (index: number) => number): Benchmark =>
      table.read(
        header +
          Array.from({ length: count }, (_, index) => `64,2,4,${100 + index},500,${quality(index)}\n`).join(
            "",
          ),
        {},
      );
    expect(() => requireRankable(rows(4, (index) => index))).toThrow(UsageError);
    expect(() => requireRankable(rows(30, () => 0.5))).toThrow(
      "all 30 architectures of table have the quality 0.5",
    );
    expect(() => requireRankable(rows(5, (index) => index))).not.toThrow();
  });
});
