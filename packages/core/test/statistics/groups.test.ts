import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { bootstrapIntervals, type Interval } from "../../src/statistics/bootstrap.js";
import { meanOfGroups, membersOf, valuesOf } from "../../src/statistics/groups.js";
import { concordance, kendall, kendallTauA } from "../../src/statistics/kendall.js";
import { kendallMatchedSize } from "../../src/statistics/matched-size.js";
import { compareRankings } from "../../src/statistics/paired-bootstrap.js";
import { pairwiseAccuracy } from "../../src/statistics/pairwise-accuracy.js";
import { partialSpearman } from "../../src/statistics/partial-spearman.js";
import { resamples } from "../../src/statistics/resamples.js";
import { spearman } from "../../src/statistics/spearman.js";
import { rankingReport } from "../../src/statistics/statistics.js";
import { kendallWithinGroups } from "../../src/statistics/within-groups.js";
import { bruteConcordance, bruteTauB, type Point, point, xs, ys } from "./brute.js";
import { expectClose } from "./expect-close.js";

interface Grouped {
  readonly at: Point;
  readonly key: string;
  readonly cell: number;
  readonly size: number;
}

const grouped: fc.Arbitrary<Grouped[]> = fc.array(
  fc.record({
    at: point,
    key: fc.constantFrom("a", "b", "c", "d"),
    cell: fc.constantFrom(1, 2),
    size: fc.integer({ min: 50, max: 150 }),
  }),
  { maxLength: 40 },
);

const at = (list: readonly Grouped[]): Point[] => list.map((one) => one.at);
const keys = (list: readonly Grouped[]): string[] => list.map(({ key }) => key);
const sizes = (list: readonly Grouped[]): number[] => list.map(({ size }) => size);
const parts = (list: readonly Grouped[]): Grouped[][] =>
  [...new Set(keys(list))].map((key) => list.filter((one) => one.key === key));

/** The mean over groups by size, as the definition says it. */
function meanBySize(
  list: readonly Grouped[],
  statistic: (part: Grouped[]) => number | undefined,
): number | undefined {
  const found = parts(list).flatMap((part) => {
    const value = statistic(part);
    return value === undefined ? [] : [{ value, count: part.length }];
  });
  const total = found.reduce((sum, { count }) => sum + count, 0);
  return total === 0 ? undefined : found.reduce((sum, { value, count }) => sum + value * count, 0) / total;
}

describe("statistics within groups", () => {
  it("count the pairs of a group alone", () => {
    fc.assert(
      fc.property(grouped, (list) => {
        const [x, y, within] = [xs(at(list)), ys(at(list)), keys(list)];
        const brute = bruteConcordance(x, y, (first, second) => within[first] === within[second]);
        expect(concordance(x, y, within)).toEqual(brute);
        const tau = bruteTauB(brute);
        expectClose(kendall(x, y, within), tau);
        const { concordant, discordant, tiedX, pairs } = brute;
        expectClose(
          kendallTauA(x, y, within),
          tau === undefined ? undefined : (concordant - discordant) / pairs,
        );
        const decidable = concordant + discordant + tiedX;
        expectClose(
          pairwiseAccuracy(x, y, within),
          decidable === 0 ? undefined : (concordant + tiedX / 2) / decidable,
        );
      }),
    );
  });

  it("match sizes and cells within a group alone", () => {
    fc.assert(
      fc.property(grouped, (list) => {
        const [x, y, within, size] = [xs(at(list)), ys(at(list)), keys(list), sizes(list)];
        const matched = bruteConcordance(x, y, (first, second) => {
          const larger = Math.max(size[first]!, size[second]!);
          return within[first] === within[second] && Math.abs(size[first]! - size[second]!) < 0.1 * larger;
        });
        const found = kendallMatchedSize(x, y, size, 0.1, within);
        expectClose(found.kendall, bruteTauB(matched));
        expect(found.pairs).toBe(matched.pairs);
        const cells = list.map(({ cell }) => cell);
        const both = list.map(({ cell, key }) => `${cell} ${key}`);
        const { rows, ...split } = kendallWithinGroups(x, y, cells, within);
        const { rows: expectedRows, ...expected } = kendallWithinGroups(x, y, both);
        expectClose(split.kendall, expected.kendall);
        expect(rows).toHaveLength(expectedRows.length);
        expect([split.groups, split.pairs]).toEqual([expected.groups, expected.pairs]);
      }),
    );
  });

  it("average Spearman's ρ by size", () => {
    fc.assert(
      fc.property(grouped, (list) => {
        const [x, y, within] = [xs(at(list)), ys(at(list)), keys(list)];
        expectClose(
          spearman(x, y, within),
          meanBySize(list, (part) => spearman(xs(at(part)), ys(at(part)))),
        );
        expectClose(
          partialSpearman(x, y, sizes(list), within),
          meanBySize(list, (part) => partialSpearman(xs(at(part)), ys(at(part)), sizes(part))),
        );
      }),
    );
  });

  it("are those of all points, to the bit, where there is one group", () => {
    fc.assert(
      fc.property(grouped, (list) => {
        const [x, y] = [xs(at(list)), ys(at(list))];
        const options = { sizes: sizes(list), groups: list.map(({ cell }) => cell), resamples: 20, k: 1 };
        if (list.length < 2) return;
        expect(rankingReport(x, y, { ...options, within: x.map(() => "one") })).toEqual(
          rankingReport(x, y, options),
        );
      }),
    );
  });

  it("do not see how groups differ: quality and scores may be shifted in each", () => {
    fc.assert(
      fc.property(grouped, (list) => {
        const whole = list.map((one) => ({ x: Math.round(one.at.x % 100), y: Math.round(one.at.y % 100) }));
        const within = keys(list);
        const shift = (value: number, index: number): number => value + 1000 * within[index]!.charCodeAt(0);
        const options = { within, sizes: sizes(list), resamples: 20, k: 2 };
        const { topKRegret, ...plain } = rankingReport(xs(whole), ys(whole), options);
        const shifted = rankingReport(xs(whole).map(shift), ys(whole).map(shift), options);
        expect(shifted).toMatchObject(plain);
        expectClose(shifted.topKRegret, topKRegret);
      }),
    );
  });

  it("average what is chosen over the groups that leave a choice", () => {
    const scores = [3, 2, 1, 1, 2, 3, 9, 8];
    const quality = [70, 75, 80, 1, 2, 3, 5, 5];
    const within = ["a", "a", "a", "b", "b", "b", "c", "c"];
    const report = rankingReport(scores, quality, { within, k: 2, resamples: 0 });
    expect(report.topKRegret).toBe((5 + 0) / 2);
    expect(report.precision).toBe((0.5 + 1) / 2);
    expect(report.distinctScores).toBe(8);
    const none = rankingReport(scores, quality, { within, resamples: 0 });
    expect([none.topKRegret, none.ndcg, none.precision]).toEqual([undefined, undefined, undefined]);
  });

  it("name the first architecture without a group", () => {
    expect(() => kendall([1, 2], [1, 2], ["a"])).toThrow(/within\[1\] is missing/);
    expect(() => kendallWithinGroups([1, 2], [1, 2], [1, 1], ["a"])).toThrow(/within\[1\] is missing/);
    expect(() => bootstrapIntervals([1, 2], [1, 2], { within: ["a"] })).toThrow(/within\[1\] is missing/);
  });
});

/** Draws each group by itself, in the order by (x, y), and hands what is drawn to the plain statistics. */
function naive(list: readonly Grouped[], times: number, seed: number) {
  const sorted = parts(list).map((part) => part.toSorted((a, b) => a.at.x - b.at.x || a.at.y - b.at.y));
  const random = new Random(seed);
  const drawn = Array.from({ length: times }, () =>
    sorted.flatMap((part) => part.map(() => part[random.below(part.length)]!)),
  );
  const interval = (statistic: (x: number[], y: number[], within: string[]) => number | undefined) => {
    const found = drawn.map((some) => statistic(xs(at(some)), ys(at(some)), keys(some)));
    const values = found.filter((value) => value !== undefined).sort((a, b) => a - b);
    return values.length === 0 ? undefined : ([values[0]!, values.at(-1)!] as const);
  };
  return {
    kendall: interval(kendall),
    spearman: interval((x, y, within) =>
      kendall(x, y, within) === undefined ? undefined : spearman(x, y, within),
    ),
  };
}

describe("the bootstrap within groups", () => {
  it("draws so many of each group", () => {
    for (const weights of resamples([3, 0, 5], 50, 1)) {
      const sum = (some: Int32Array): number => some.reduce((total, weight) => total + weight, 0);
      expect([sum(weights.subarray(0, 3)), sum(weights.subarray(3))]).toEqual([3, 5]);
    }
    const flat = (counts: number[]): number[] =>
      Array.from(resamples(counts, 20, 1), (one) => [...one]).flat();
    expect(flat([3, 5])).not.toEqual(flat([5, 3]));
  });

  it("agrees with a naive one", () => {
    fc.assert(
      fc.property(grouped, fc.integer(), (list, seed) => {
        // So near to 1 that the interval ends at the extremes.
        const options = { within: keys(list), resamples: 20, level: 1 - 1e-12, seed };
        const fast = bootstrapIntervals(xs(at(list)), ys(at(list)), options);
        const slow = naive(list, 20, seed);
        const ends = (one: Interval | undefined) => [one?.[0], one?.[1]] as const;
        for (const statistic of ["kendall", "spearman"] as const)
          for (const [place, end] of ends(fast[statistic]).entries()) {
            const expected = slow[statistic]?.[place];
            if (expected === undefined) expect(end).toBeUndefined();
            else expect(end).toBeCloseTo(expected, 9);
          }
      }),
    );
  });

  it("compares rankings by pairs within groups", () => {
    const random = new Random(3);
    const quality = Array.from({ length: 60 }, () => random.normal());
    const within = quality.map((_, index) => index % 4);
    const good = quality.map((value) => value + random.normal() / 10);
    const poor = quality.map((value) => value + 5 * random.normal());
    const rankings = [
      { name: "good", scores: good },
      { name: "poor", scores: poor },
    ];
    const [pair] = compareRankings(rankings, quality, { within, resamples: 500 });
    expectClose(pair!.difference, kendall(good, quality, within)! - kendall(poor, quality, within)!);
    expect(pair!.adjusted).toBeLessThan(0.001);
    const shifted = quality.map((value, index) => value + 100 * within[index]!);
    expect(compareRankings(rankings, shifted, { within, resamples: 500 })).toEqual([pair]);
    // Groups of one have no pairs.
    expect(compareRankings(rankings, quality, { within: quality.map((_, index) => index) })).toEqual([]);
  });
});

describe("groups", () => {
  it("have their members in order", () => {
    expect(membersOf(["a", "b", "a"], 3)).toEqual([[0, 2], [1]]);
    expect(membersOf(undefined, 3)).toEqual([[0, 1, 2]]);
    expect([...valuesOf([10, 20, 30], [0, 2])]).toEqual([10, 30]);
  });

  it("give exactly the value of a single group as the mean", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1, max: 1 }),
        fc.integer({ min: 1, max: 1e6 }),
        (value, weight) => {
          const mean = meanOfGroups(
            [value],
            (one) => one,
            () => weight,
          );
          expect(mean).toBe(value + 0); // −0 becomes 0
        },
      ),
    );
    expect(meanOfGroups([], () => 1)).toBeUndefined();
  });
});
