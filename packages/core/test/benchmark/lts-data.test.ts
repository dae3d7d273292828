import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import type { Benchmark } from "../../src/benchmark/benchmark.js";
import { evaluatePublished } from "../../src/benchmark/evaluate.js";
import { withFlippedScores } from "../../src/benchmark/flipped-scores.js";
import { benchmarkFormats } from "../../src/benchmark/formats.js";
import { proxies } from "../../src/proxy/proxies.js";
import { kendall } from "../../src/statistics/kendall.js";
import { spearman } from "../../src/statistics/spearman.js";
import { ltsSet, readFolder } from "./lts-data.js";
import { hasData } from "./published-data.js";

const gpt2 = "random_GPT2_wt103";
const transformerXl = "random_TransXL_wt103";

type Measure = (architecture: Architecture) => number;

const total: Measure = (architecture) => cost(architecture).parameters.total;
const body: Measure = (architecture) => {
  const { attention, ffn } = cost(architecture).parameters;
  return attention + ffn;
};
const zerolm = (alpha: number): Measure => {
  const scorer = proxies.zerolm.scorer({ alpha });
  return (architecture) => scorer.score(architecture).value;
};
const scoreOf = (name: "series" | "absoluteWeight"): Measure => {
  const scorer = proxies[name].scorer({});
  return (architecture) => scorer.score(architecture).value;
};
const nscAt002: Measure = (architecture) =>
  proxies.nsc.scorer({ nscAttention: "per-head", std: 0.02 }).score(architecture).value;

/** Spearman's ρ and Kendall's τ-b, found by an implementation in Python apart from this one. */
const references: readonly [string, string, Measure, number, number][] = [
  [gpt2, "total parameters", total, 0.737, 0.582],
  [gpt2, "attention and FFN parameters", body, 0.967, 0.847],
  [gpt2, "zerolm at 1.1", zerolm(1.1), 0.974, 0.855],
  [gpt2, "nsc per head at 0.02", nscAt002, 0.968, 0.849],
  [gpt2, "series", scoreOf("series"), 0.985, 0.903],
  [transformerXl, "attention and FFN parameters", body, 0.974, 0.861],
  [transformerXl, "zerolm at 0.9", zerolm(0.9), 0.972, 0.853],
  [transformerXl, "series", scoreOf("series"), 0.991, 0.929],
];

function expectRanking({ entries }: Benchmark, measure: Measure, rho: number, tau: number): void {
  const scores = entries.map(({ architecture }) => measure(architecture));
  const quality = entries.map((entry) => entry.quality);
  expect(Math.abs((spearman(scores, quality) as number) - rho)).toBeLessThanOrEqual(0.001);
  expect(Math.abs((kendall(scores, quality) as number) - tau)).toBeLessThanOrEqual(0.001);
}

describe.skipIf(!hasData)("LiteTransformerSearch as published (needs ZEROLM_DATA)", () => {
  it.each([
    [gpt2, 200],
    [transformerXl, 200],
    ["pareto_GPT2_lm1b_arm", 45],
    ["pareto_GPT2_lm1b_corei7", 38],
  ])("%s: all %i parameter counts are as published", (set, count) => {
    const { entries } = ltsSet(set);
    expect(entries).toHaveLength(count);
    const ours = entries.map(({ architecture }) => total(architecture));
    expect(ours).toEqual(entries.map(({ publishedParameters }) => publishedParameters));
  });

  it("is judged by test perplexity, latency and memory as well", () => {
    expect(ltsSet(gpt2)).toMatchObject({ quality: "−validation perplexity", qualityName: "valid_ppl" });
    expect(ltsSet(gpt2).qualities).toContain("test_ppl");
    const { qualities } = ltsSet("pareto_GPT2_lm1b_arm");
    expect(qualities).toEqual(["valid_ppl", "latency", "memory"]);
    const latency = ltsSet("pareto_GPT2_lm1b_arm", "latency");
    expect(latency.entries[0]).toMatchObject({ id: "M1", quality: -1060.4028015077347 });
    const sizes = latency.entries.map(({ architecture }) => -total(architecture));
    const quality = latency.entries.map((entry) => entry.quality);
    expect(kendall(sizes, quality)).toBeGreaterThan(0.8);
  });

  it("has sixteen published proxies on GPT-2, one value a network", () => {
    const { publishedScores = {} } = ltsSet(gpt2);
    expect(Object.keys(publishedScores)).toHaveLength(16);
    for (const scores of Object.values(publishedScores)) expect(scores.every(Number.isFinite)).toBe(true);
    expect(ltsSet(transformerXl).publishedScores).toBeUndefined();
  });

  it("says which of the sixteen rank the wrong way round", () => {
    const evaluations = evaluatePublished(ltsSet(gpt2), { resamples: 200 });
    const reversed = evaluations.filter(({ report }) => report.reversed).map(({ proxy }) => proxy);
    expect(reversed).toEqual(["grasp", "jacobian_cosine", "lpzero"]);
    const [lpzero] = evaluatePublished(withFlippedScores(ltsSet(gpt2), ["lpzero"]), { resamples: 0 }).filter(
      ({ proxy }) => proxy === "−lpzero",
    );
    expect(lpzero?.report.kendall).toBeCloseTo(0.886, 3);
    expect(lpzero?.report.topKRegret).toBeLessThan(1);
  });

  it.each(references)("%s: %s", (set, _name, measure, rho, tau) => {
    expectRanking(ltsSet(set), measure, rho, tau);
  });

  it("series on FlexiBERT as labelled", () => {
    const bert = readFolder(
      benchmarkFormats["nas-bench-bert"],
      "nas-bench-bert",
      "BERT_benchmark.json",
      "labelled",
    );
    expectRanking(bert, scoreOf("series"), 0.907, 0.728);
    expect(bert.entries[0]?.publishedParameters).toBe(13330176);
    expect(Object.keys(bert.publishedScores ?? {})).toHaveLength(14);
  });
});

describe.skipIf(!hasData)("the sub-networks of tiny-llama-kjv (needs ZEROLM_DATA)", () => {
  it("are 120, the whole network the largest", () => {
    const { entries } = readFolder(benchmarkFormats.subnets, "tiny-llama-kjv", "subnets.json");
    expect(entries).toHaveLength(120);
    const largest = Math.max(...entries.map(({ architecture }) => total(architecture)));
    const whole = entries.find(({ architecture }) => total(architecture) === largest);
    expect(whole?.quality).toBe(-1.2901891469955444);
  });
});
