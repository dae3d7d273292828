import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolveArchitecture } from "../../src/architecture/resolve.js";
import { architectureDocument } from "../../src/architecture/write.js";
import {
  type BuiltinBenchmarkName,
  builtinBenchmark,
  builtinBenchmarks,
} from "../../src/benchmark/builtin/builtin.js";
import { evaluateProxy } from "../../src/benchmark/evaluate.js";
import { benchmarkFormats } from "../../src/benchmark/formats.js";
import { requireRankable, surveyBenchmark } from "../../src/benchmark/survey.js";
import { UsageError } from "../../src/errors.js";
import { proxies } from "../../src/proxy/proxies.js";

const folder = new URL("../../src/benchmark/builtin/", import.meta.url);
const names = Object.keys(builtinBenchmarks) as BuiltinBenchmarkName[];

/** Networks, groups and Kendall's τ-b of the non-embedding parameters, computed apart from this code. */
const reference: Readonly<
  Record<BuiltinBenchmarkName, readonly [networks: number, groups: number, kendall: number]>
> = {
  gemstones: [22, 1, 0.948],
  "mobilellm-zeroshot": [19, 2, 0.7037],
  "mobilellm-qa": [19, 2, 0.8272],
  "mobilellm-heads": [30, 2, 0.617],
  chinchilla: [230, 20, 0.964],
  "timm-vit": [68, 21, 0.907],
  "vitbench-c100-kd": [200, 1, 0.4659],
};

/** These tables have one quality. */
const onlyQuality = { qualityName: "quality", qualities: ["quality"] };

describe.each(names)("%s", (name) => {
  it("is ranked by the non-embedding parameters as the reference says", async () => {
    const benchmark = await builtinBenchmark(name);
    requireRankable(benchmark);
    const { architectures, groups } = surveyBenchmark(benchmark);
    const { report } = await evaluateProxy(benchmark, proxies.nonEmbeddingParameters, {}, { resamples: 0 });
    const [networks, expectedGroups, kendall] = reference[name];
    expect([architectures, groups]).toEqual([networks, expectedGroups]);
    expect(Math.abs(report.kendall! - kendall)).toBeLessThan(0.0005);
  });

  it("has valid architectures, names of their own, and no column that says nothing", async () => {
    const { entries, ...benchmark } = await builtinBenchmark(name);
    expect(benchmark).toEqual({
      name,
      ...onlyQuality,
      quality: builtinBenchmarks[name].quality,
      reading: undefined,
    });
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    for (const { architecture } of entries)
      expect(resolveArchitecture(architectureDocument(architecture)).value).toEqual(architecture);
  });

  it("does not have the name of a format", () => {
    expect(benchmarkFormats).not.toHaveProperty([name]);
  });
});

describe("built-in benchmarks", () => {
  it("have the parameter counts that were published", async () => {
    const survey = async (name: string) => surveyBenchmark(await builtinBenchmark(name)).publishedParameters;
    expect(await survey("gemstones")).toEqual({ there: 22, equal: 22, largestDifference: 0 });
    // Published in three to five digits.
    for (const name of ["mobilellm-zeroshot", "mobilellm-qa"])
      expect((await survey(name)).largestDifference).toBeLessThan(0.00061);
    // Some have registers, layer scales, or rotary instead of learned positions.
    expect((await survey("timm-vit")).largestDifference).toBeLessThan(0.0034);
  });

  it("are a table each, documented, and small", () => {
    const tables = readdirSync(folder).filter((file) => file.endsWith(".csv"));
    expect(tables.toSorted()).toEqual(names.map((name) => `${name}.csv`).toSorted());
    const readme = readFileSync(new URL("README.md", folder), "utf8");
    for (const file of tables) expect(readme).toContain(`| \`${file}\` |`);
    for (const { summary, source } of Object.values(builtinBenchmarks)) {
      expect(summary).toMatch(/\S/);
      expect(source).toMatch(/arXiv|@|Hoffmann/);
    }
    const bytes = tables.reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0);
    expect(bytes).toBeLessThan(160_000);
  });

  it("are refused by another name", async () => {
    await expect(builtinBenchmark("gemstone")).rejects.toThrow(UsageError);
    await expect(builtinBenchmark("gemstone")).rejects.toThrow("Did you mean gemstones?");
  });
});
