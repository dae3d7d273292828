import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import type { Benchmark, BenchmarkEntry, BenchmarkFormat } from "../../src/benchmark/benchmark.js";
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

  it("adds what no matrix holds before counts are compared, and says so", () => {
    const [{ architecture }, other] = read("autoformer").entries as [BenchmarkEntry, BenchmarkEntry];
    const millions = (cost(architecture).parameters.total + 2 * 7680) / 1e6;
    const text = fixtures.autoformer.text.replace('"params": 5.25', `"params": ${millions}`);
    const benchmark = autoformer.read(text, {});
    expect(surveyBenchmark(benchmark).publishedParameters).toMatchObject({
      there: 2,
      equal: 1,
      note: expect.stringContaining("7,680 relative-position parameters per layer"),
    });
    expect(other.uncountedParameters).toBe(3 * 7680);
  });

  it("has every accuracy by its path", () => {
    const { entries, quality, qualities } = autoformer.read(fixtures.autoformer.text, {
      quality: "Imagenet.corrupted",
    });
    expect(qualities).toEqual(["Imagenet.clean", "Imagenet.corrupted"]);
    expect([quality, entries[0]?.quality]).toEqual(["Imagenet.corrupted, %", 40.5]);
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

  it("has what was measured by the names of columns, higher is better", () => {
    const of = (quality: string): Benchmark => hwGpt.read(fixtures["hw-gpt"].text, { quality });
    const { qualities } = of("perplexity");
    expect(qualities).toEqual(["perplexity", "accuracy", "latency_a100"]);
    expect(of("latency_a100")).toMatchObject({
      quality: "−latency_a100",
      entries: [{ quality: -3.5 }],
      leftOut: [{ reason: "no latency_a100", count: 1, ids: ["1"] }],
    });
    expect(of("accuracy")).toMatchObject({ quality: "accuracy", entries: [{ quality: 0.5 }] });
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
  it("refuses a network without configuration, and leaves out one that was never trained", () => {
    const { text, files = new Map<string, string>() } = fixtures.lts;
    const without = new Map([...files].filter(([path]) => !path.startsWith("config_3")));
    expect(() => lts.read(text, { files: without })).toThrow("has no model_config.yaml");
    const more = new Map([...files, ["config_9/j9/model_config.yaml", "not even read"]]);
    const { entries, leftOut } = lts.read(text, { files: more });
    expect(entries).toEqual(lts.read(text, { files }).entries);
    const reason = "no perplexity (never trained)";
    expect(leftOut).toEqual([{ reason, count: 1, ids: ["config_9_j9"] }]);
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
    expect(() => lts.read(text.replace("valid_ppl: 50.25", "valid_ppl: high"), { files })).toThrow(
      "must be a perplexity above 0, itself or under valid_ppl, not a map",
    );
  });

  it("has every perplexity, latency and memory by its name, turned round", () => {
    const { text, files } = fixtures.lts;
    const read = (quality: string) => lts.read(text, { files, quality });
    const { qualities } = read("test_ppl");
    expect(qualities).toEqual(["valid_ppl", "test_ppl", "latency", "memory"]);
    const firsts = qualities.map((name) => [read(name).quality, read(name).entries[0]?.quality]);
    expect(firsts).toEqual([
      ["−validation perplexity", -50.25],
      ["−test_ppl", -51.5],
      ["−latency, ms", -30.5],
      ["−peak memory, MB", -70.5],
    ]);
    expect(read("memory").leftOut).toEqual([{ reason: "no memory", count: 1, ids: ["config_0_j1"] }]);
    expect(() => read("latenci")).toThrow("Did you mean latency?");
  });

  it("reads one number as that of every layer", () => {
    const { text, files = new Map<string, string>() } = fixtures.lts;
    const scalars = new Map(
      [...files].map(([path, content]) => [
        path,
        content.replace("d_inner: [256]", "d_inner: 256").replace("n_head: [8]", "n_head: 8"),
      ]),
    );
    expect([...scalars.values()]).not.toEqual([...files.values()]);
    expect(lts.read(text, { files: scalars })).toEqual(lts.read(text, { files }));
  });
});

describe("the family of a set of lts", () => {
  const { text, files = new Map<string, string>() } = fixtures.lts;
  const withConfig = (line: string) =>
    new Map(
      [...files].map(([path, content]) => [
        path,
        path.endsWith("config.yaml") ? `${content}${line}\n` : content,
      ]),
    );
  const folder = (name: string) => `sets/${name}/ppl_summary.yaml`;
  const countsOf = ({ entries }: Benchmark): string =>
    entries
      .map(({ id, architecture }) => `${id}:\n  total: ${cost(architecture).parameters.total}.0\n`)
      .join("");
  const withCounts = (benchmark: Benchmark) =>
    new Map([...files, ["params_summary.yaml", countsOf(benchmark)]]);
  const transformerXl = lts.read(text, { files: withConfig("experiment_name: nv_xformer_xl") });
  const gpt2 = lts.read(text, { files, file: folder("random_GPT2_wt103") });

  it("decides positions, biases and the final norm", () => {
    expect(transformerXl.entries[0]?.architecture).toMatchObject({
      finalNorm: false,
      embedding: { positions: 0, adaptive: { cutoffs: [150, 400, 900], divide: 4 } },
      head: { ownProjections: 1 },
      layers: [{ mixer: { relative: true, bias: "none" }, ffn: { bias: true } }, {}],
    });
    expect(gpt2.entries[0]?.architecture).toMatchObject({ finalNorm: true, embedding: { positions: 192 } });
    for (const { notes } of [transformerXl, gpt2]) expect(notes).toBeUndefined();
  });

  it.each([
    ["random_TransXL_lm1b", "experiment_name: j0", transformerXl],
    ["pareto_TransXL_lm1b_corei7", "", transformerXl],
    ["my transformer-xl networks", "", transformerXl],
    ["random_GPT2_lm1b", "experiment_name: j0", gpt2],
    ["random_GPT2_lm1b", "experiment_name: nv_xformer_xl", transformerXl],
    ["networks", "experiment_name: gpt2_small", gpt2],
  ])("is named by the folder %s with %j", (name, line, expected) => {
    const { entries, notes } = lts.read(text, { files: withConfig(line), file: folder(name) });
    expect(entries).toEqual(expected.entries);
    expect(notes).toBeUndefined();
  });

  it("is named by the fields of the summary", () => {
    const fields = text.replaceAll("  test_ppl", "  test_ppl_nomem: 60.5\n  test_ppl");
    const { entries, notes } = lts.read(fields, { files });
    expect([entries, notes]).toEqual([gpt2.entries, undefined]);
  });

  it("is told by the counts if nothing names it", () => {
    const { entries, notes } = lts.read(text, { files: withCounts(transformerXl), file: folder("networks") });
    expect(entries.map(({ architecture }) => architecture)).toEqual(
      transformerXl.entries.map(({ architecture }) => architecture),
    );
    expect(notes).toEqual([
      "read as Transformer-XL: neither the folder nor a field names the family, and 3 of 3 published parameter counts are those of Transformer-XL",
    ]);
    expect(lts.read(text, { files }).notes?.[0]).toMatch(
      /^read as GPT-2: .* the parameter counts do not decide it/,
    );
  });

  it("keeps its name against the counts, and says so", () => {
    const file = folder("random_GPT2_lm1b");
    const { entries, notes } = lts.read(text, { files: withCounts(transformerXl), file });
    expect(entries.map(({ architecture }) => architecture)).toEqual(
      gpt2.entries.map(({ architecture }) => architecture),
    );
    expect(notes).toEqual([
      "read as GPT-2, as the folder random_GPT2_lm1b says, though 3 of 3 published parameter counts are those of Transformer-XL and none are those of GPT-2",
    ]);
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
    const untrained = ["n,64,2,4,100,500,,3", "o,64,2,4,101,500,nan,3", "p,64,2,4,102,500,1,3"];
    expect(surveyBenchmark(table.read([`id,${first}`, ...untrained].join("\n"), {}))).toMatchObject({
      architectures: 1,
      leftOut: [{ reason: "no quality", count: 2, ids: ["n", "o"] }],
    });
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
    const untrained = table.read(`${header}64,2,4,100,500,1\n64,2,4,101,500,\n64,2,4,102,500,nan\n`, {});
    expect(() => requireRankable(untrained)).toThrow(
      "table has 1 architecture, and 2 with no quality. At least 5",
    );
    expect(() => requireRankable(rows(30, () => 0.5))).toThrow(
      "all 30 architectures of table have the quality 0.5",
    );
    expect(() => requireRankable(rows(5, (index) => index))).not.toThrow();
  });
});
