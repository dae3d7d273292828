import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { Random } from "../../src/random/random.js";
import { bootstrapIntervals } from "../../src/statistics/bootstrap.js";
import { kendall, kendallTauA } from "../../src/statistics/kendall.js";
import { kendallMatchedSize } from "../../src/statistics/matched-size.js";
import { pairwiseAccuracy } from "../../src/statistics/pairwise-accuracy.js";
import { partIntervals } from "../../src/statistics/part-intervals.js";
import { partialSpearman } from "../../src/statistics/partial-spearman.js";
import { spearman } from "../../src/statistics/spearman.js";
import { rankingReport } from "../../src/statistics/statistics.js";
import { ndcgAtK, precisionAtK, topKRegret } from "../../src/statistics/top-k.js";
import { kendallWithinGroups } from "../../src/statistics/within-groups.js";

const random = new Random(11);
const quality = Array.from({ length: 60 }, () => random.normal());
const scores = quality.map((value) => Math.round(2 * value + random.normal()));
const sizes = quality.map((value) => Math.round(1e6 * Math.exp(value / 4)));
const groups = sizes.map((size) => (size > 1e6 ? "large" : "small"));

describe("rankingReport", () => {
  it("bundles what the single functions give", () => {
    const options = { groups, sizes, k: 3, resamples: 300, level: 0.9, seed: 9 };
    const intervals = bootstrapIntervals(scores, quality, { resamples: 300, level: 0.9, seed: 9 });
    const parts = partIntervals(scores, quality, { groups, sizes }, { resamples: 300, level: 0.9, seed: 9 });
    expect(rankingReport(scores, quality, options)).toEqual({
      spearman: spearman(scores, quality),
      spearmanCI: intervals.spearman,
      kendall: kendall(scores, quality),
      kendallCI: intervals.kendall,
      kendallTauA: kendallTauA(scores, quality),
      kendallTauACI: intervals.kendallTauA,
      pairwiseAccuracy: pairwiseAccuracy(scores, quality),
      pairwiseAccuracyCI: intervals.pairwiseAccuracy,
      kendallWithinGroups: kendallWithinGroups(scores, quality, groups).kendall,
      kendallWithinGroupsCI: parts.kendallWithinGroups,
      kendallMatchedSize: kendallMatchedSize(scores, quality, sizes).kendall,
      kendallMatchedSizeCI: parts.kendallMatchedSize,
      reversed: false,
      partialSpearman: partialSpearman(scores, quality, sizes),
      k: 3,
      topKRegret: topKRegret(scores, quality, 3),
      ndcg: ndcgAtK(scores, quality, 3),
      precision: precisionAtK(scores, quality, 3),
      distinctScores: new Set(scores).size,
    });
  });

  it("takes k = 10, 2000 resamples, level .95 and seed 0 unless told otherwise", () => {
    const explicit = { k: 10, resamples: 2000, level: 0.95, seed: 0 };
    expect(rankingReport(scores, quality)).toEqual(rankingReport(scores, quality, explicit));
  });

  it("exposes a score that only counts parameters", () => {
    const sizeClass = quality.map((_, index) => index % 6);
    const better = sizeClass.map((step) => step + random.uniform());
    const report = rankingReport(sizeClass, better, {
      groups: sizeClass,
      sizes: sizeClass.map((s) => 2 ** s),
    });
    expect(report.kendall).toBeGreaterThan(0.8);
    expect(report.kendallWithinGroups).toBeUndefined();
    expect(report.kendallMatchedSize).toBeUndefined();
    expect(report.distinctScores).toBe(6);
  });

  it("writes JSON without null: what is not defined is left out", () => {
    const text = JSON.stringify(rankingReport([1, 1, 1], [1, 2, 3]));
    expect(Object.keys(JSON.parse(text))).toEqual([
      "pairwiseAccuracy",
      "reversed",
      "k",
      "topKRegret",
      "ndcg",
      "precision",
      "distinctScores",
    ]);
    expect(text).not.toContain("null");
  });

  it("says of scores that rank the wrong way round that they do, and of none by chance", () => {
    const turned = scores.map((score) => -score);
    const report = rankingReport(turned, quality);
    expect(report.reversed).toBe(true);
    expect(report.kendall).toBe(-(kendall(scores, quality) ?? 0));
    expect(rankingReport(turned, quality, { resamples: 0 }).reversed).toBe(true);
    const noise = new Random(5);
    const chance = Array.from({ length: 60 }, () => -noise.normal());
    const { kendall: tau, reversed } = rankingReport(chance, quality);
    expect(tau).toBeLessThan(0);
    expect(reversed).toBe(false);
  });

  it("accepts typed arrays", () => {
    expect(rankingReport(Float64Array.of(1, 2, 3), Float32Array.of(70, 75, 80)).kendall).toBe(1);
  });

  it("names the fault and its index", () => {
    const attempt =
      (x: number[], y: number[], options = {}) =>
      () =>
        rankingReport(x, y, options);
    expect(attempt([1, 2, 3], [1, 2])).toThrow(UsageError);
    expect(attempt([1, 2, 3], [1, 2])).toThrow(
      "quality[2] is missing: scores has 3 entries, quality has 2. Give one entry of each for every architecture.",
    );
    expect(attempt([1, Number.NaN], [1, 2])).toThrow(
      "scores[1] is NaN, which cannot be ranked. Correct it, or leave this architecture out of every list.",
    );
    expect(attempt([1, 2], [Number.NEGATIVE_INFINITY, 2])).toThrow(/quality\[0\] is -Infinity/);
    expect(attempt([1, 2], [1, 2], { groups: ["a", "b", "c"] })).toThrow(/scores\[2\] is missing/);
    expect(attempt([1, 2], [1, 2], { sizes: [1, -5] })).toThrow(/sizes\[1\] is -5/);
    expect(attempt([1, 2], [1, 2], { k: 0 })).toThrow(/k is 0/);
  });
});
