import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { Random } from "../../src/random/random.js";
import { kendall } from "../../src/statistics/kendall.js";
import { compareRankings, type RankingDifference } from "../../src/statistics/paired-bootstrap.js";
import { expectClose } from "./expect-close.js";

/** Quality, and scores that follow it with so much noise. */
function invented(count: number, noises: readonly number[], seed: number) {
  const random = new Random(seed);
  const quality = Array.from({ length: count }, () => random.normal());
  const rankings = noises.map((noise, index) => ({
    name: `proxy ${index}`,
    scores: quality.map((value) => value + noise * random.normal()),
  }));
  return { quality, rankings };
}

describe("compareRankings", () => {
  it("agrees with resamples that are written out", () => {
    const { quality, rankings } = invented(30, [0.5, 1], 1);
    const scores = rankings.map((ranking) => ranking.scores.map((value) => Math.round(4 * value)));
    const rounded = rankings.map(({ name }, index) => ({ name, scores: scores[index]! }));
    const [pair] = compareRankings(rounded, quality, { resamples: 60, seed: 4, level: 0.9 });
    const random = new Random(4);
    const differences = Array.from({ length: 60 }, () => {
      const rows = quality.map(() => random.below(30));
      const of = (list: readonly number[]) => rows.map((row) => list[row]!);
      return kendall(of(scores[0]!), of(quality))! - kendall(of(scores[1]!), of(quality))!;
    }).sort((a, b) => a - b);
    expectClose(pair?.difference, kendall(scores[0]!, quality)! - kendall(scores[1]!, quality)!);
    expectClose(pair?.interval[0], differences[2]! + 0.95 * (differences[3]! - differences[2]!), 1e-12);
  });

  it("tells a good proxy from a poor one, and two equally good ones not", () => {
    const { quality, rankings } = invented(200, [0.3, 0.3, 3], 2);
    const pairs = compareRankings(rankings, quality, { resamples: 500 });
    expect(pairs.map(({ first, second }) => `${first} ${second}`)).toEqual([
      "proxy 0 proxy 1",
      "proxy 0 proxy 2",
      "proxy 1 proxy 2",
    ]);
    const [alike, better, alsoBetter] = pairs;
    expect(alike!.adjusted).toBeGreaterThan(0.05);
    for (const pair of [better!, alsoBetter!]) {
      expect(pair.adjusted).toBeLessThan(0.001);
      expect(pair.adjusted).toBeGreaterThanOrEqual(pair.p);
      expect(pair.interval[0]).toBeGreaterThan(0);
    }
  });

  it("finds a difference by mistake in about one of twenty, before the correction", () => {
    let found = 0;
    for (let trial = 0; trial < 400; trial++) {
      const { quality, rankings } = invented(60, [1, 1], 100 + trial);
      if (compareRankings(rankings, quality, { resamples: 200, seed: trial })[0]!.p < 0.05) found++;
    }
    expect(found / 400).toBeGreaterThan(0.01);
    expect(found / 400).toBeLessThan(0.1);
  });

  it("says 1 of equal rankings, and no less than so few networks can tell", () => {
    const quality = [1, 2, 3, 4, 5];
    const up = { name: "up", scores: quality };
    const cubed = { name: "cubed", scores: quality.map((value) => value ** 3) };
    const down = { name: "down", scores: quality.toReversed() };
    const [same, opposite] = compareRankings([up, cubed, down], quality, { resamples: 50 });
    expect(same).toMatchObject({ difference: 0, interval: [0, 0], p: 1, adjusted: 1 });
    expect(opposite).toMatchObject({ difference: 2, p: 1 / 16 });
  });

  it("tells apart how sure two sure differences are, far below 1e-15", () => {
    const { quality, rankings } = invented(500, [0.1, 1, 4], 5);
    const [one, other] = compareRankings(rankings, quality, { resamples: 300 });
    const errors = ({ difference, interval: [low, high] }: RankingDifference) => difference / (high - low);
    expect(errors(other!)).toBeGreaterThan(errors(one!));
    for (const { p } of [one!, other!]) expect(p).toBeGreaterThan(2 ** -499);
    expect(one!.p).toBeLessThan(1e-40);
    expect(other!.p).toBeLessThan(one!.p / 1e6);
  });

  it("depends on the seed alone, and not on the scale of scores", () => {
    const { quality, rankings } = invented(40, [1, 2], 3);
    const run = (seed: number) => compareRankings(rankings, quality, { resamples: 100, seed });
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    const bent = rankings.map(({ name, scores }) => ({ name, scores: scores.map(Math.exp) }));
    expect(compareRankings(bent, quality, { resamples: 100, seed: 1 })).toEqual(run(1));
  });

  it("leaves out what ranks nothing, and compares nothing without resamples", () => {
    const { quality, rankings } = invented(20, [1, 1], 4);
    const flat = { name: "flat", scores: quality.map(() => 1) };
    expect(compareRankings([...rankings, flat], quality, { resamples: 20 })).toHaveLength(1);
    expect(compareRankings(rankings, quality, { resamples: 0 })).toEqual([]);
    expect(compareRankings(rankings.slice(1), quality, { resamples: 20 })).toEqual([]);
    expect(compareRankings([], [], {})).toEqual([]);
  });

  it("refuses what no ranking can use, by its name", () => {
    const broken = [{ name: "nsc", scores: [1, Number.NaN] }];
    expect(() => compareRankings(broken, [1, 2])).toThrow(UsageError);
    expect(() => compareRankings(broken, [1, 2])).toThrow(/nsc\[1\] is NaN/);
    expect(() => compareRankings([], [], { level: 2 })).toThrow(/level is 2/);
  });
});
