import { describe, expect, it } from "vitest";
import { calibrate } from "../../src/alpha/calibration.js";
import type { Benchmark } from "../../src/benchmark/benchmark.js";
import {
  compareEvaluations,
  evaluateCrossFitted,
  evaluateProxy,
  macroText,
} from "../../src/benchmark/evaluate.js";
import { groupsOf } from "../../src/benchmark/groups.js";
import { requireRankable, surveyBenchmark } from "../../src/benchmark/survey.js";
import { table } from "../../src/benchmark/table.js";
import { learningCurve } from "../../src/predictor/learning-curve.js";
import { proxies } from "../../src/proxy/proxies.js";
import { compareRankings } from "../../src/statistics/paired-bootstrap.js";
import { rankingReport } from "../../src/statistics/statistics.js";

/** Twelve networks in three groups; quality rises with the width of the FFN in each, and falls from group to group. */
const benchmark = (quality: (index: number) => number, columns = 3): Benchmark => {
  const row = (index: number): string =>
    `n${index},64,2,4,${100 + 10 * index},90,${index % columns},${quality(index)}`;
  const header = "id,hidden,depth,heads,ffnWidth,vocabulary,group,quality";
  return table.read([header, ...Array.from({ length: 12 }, (_, index) => row(index))].join("\n"), {});
};
const grouped = benchmark((index) => index - 100 * (index % 3));
const few = { resamples: 50, seed: 3 };

describe("groupsOf", () => {
  it("is the group of each network, and nothing where there is one", () => {
    expect(groupsOf(grouped.entries)?.slice(0, 4)).toEqual(["0", "1", "2", "0"]);
    expect(groupsOf(benchmark((index) => index, 1).entries)).toBeUndefined();
    expect(groupsOf(grouped.entries.map(({ group: _, ...entry }) => entry))).toBeUndefined();
  });
});

describe("a benchmark of groups", () => {
  it("is judged by pairs within groups", async () => {
    const { report, scores } = await evaluateProxy(grouped, proxies.nonEmbeddingParameters, {}, few);
    expect([report.kendall, report.spearman, report.pairwiseAccuracy]).toEqual([1, 1, 1]);
    expect(report.kendallWithinGroups).toBe(1);
    const { entries } = grouped;
    const quality = entries.map((entry) => entry.quality);
    const sizes = [...(await evaluateProxy(grouped, proxies.parameters, {}, few)).scores];
    const options = { within: groupsOf(entries), groups: entries.map(macroText), sizes, ...few };
    expect(report).toEqual(rankingReport(scores, quality, options));
    const mixed = { ...grouped, entries: entries.map(({ group: _, ...entry }) => entry) };
    const apart = await evaluateProxy(mixed, proxies.nonEmbeddingParameters, {}, few);
    expect(apart.report.kendall).toBeLessThan(0.1);
  });

  it("compares proxies by the same pairs", async () => {
    const evaluations = [
      await evaluateProxy(grouped, proxies.flops, {}, few),
      await evaluateProxy(grouped, proxies.nsc, {}, few),
    ];
    const [pair] = compareEvaluations(evaluations, grouped, few);
    const named = evaluations.map(({ proxy: name, scores }) => ({ name, scores }));
    const quality = grouped.entries.map((entry) => entry.quality);
    const [expected] = compareRankings(named, quality, { ...few, within: groupsOf(grouped.entries) });
    expect(pair?.p).toBe(expected?.p);
  });

  it("is surveyed within groups", () => {
    const repeats = benchmark(() => 1);
    expect(surveyBenchmark(repeats)).toMatchObject({ groups: 3, tiedQuality: 12, repeatedArchitectures: 0 });
    expect(surveyBenchmark(grouped)).toMatchObject({ groups: 3, tiedQuality: 0 });
    // Every quality is there in each of the groups, and twice in none.
    expect(surveyBenchmark(benchmark((index) => Math.floor(index / 3))).tiedQuality).toBe(0);
    expect(surveyBenchmark(benchmark((index) => index, 1)).groups).toBe(1);
  });

  it("is refused where no group has an order", () => {
    expect(() => requireRankable(benchmark((index) => index % 3))).toThrow(
      "in each of the 3 groups of table, all architectures have the same quality, so there is no order to find",
    );
    requireRankable(grouped);
  });

  it("teaches nothing that compares groups", async () => {
    const says = "table has 3 groups, and qualities of different groups cannot be compared";
    expect(() => evaluateCrossFitted(grouped, few)).toThrow(says);
    await expect(calibrate(grouped, { labels: 5, draws: 1, seed: 0 })).rejects.toThrow(says);
    await expect(learningCurve(grouped, { labels: [5], draws: 1, seed: 0 })).rejects.toThrow(says);
  });
});
