import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { middle } from "../../src/statistics/bootstrap.js";
import { matchedPairs } from "../../src/statistics/matched-pairs.js";
import { kendallMatchedSize } from "../../src/statistics/matched-size.js";
import { partIntervals } from "../../src/statistics/part-intervals.js";
import { kendallWithinGroups } from "../../src/statistics/within-groups.js";
import { shuffled } from "../../testing/lists.js";
import { type Point, point } from "./brute.js";
import { expectClose } from "./expect-close.js";

interface Network extends Point {
  readonly group: string;
  readonly size: number;
}

const network: fc.Arbitrary<Network> = fc
  .record({ at: point, group: fc.constantFrom("a", "b", "c"), size: fc.integer({ min: 80, max: 110 }) })
  .map(({ at, group, size }) => ({ ...at, group, size }));

const columns = (list: readonly Network[]) => ({
  x: list.map(({ x }) => x),
  y: list.map(({ y }) => y),
  groups: list.map(({ group }) => group),
  sizes: list.map(({ size }) => size),
});

/** Writes every resample out and hands it to the plain statistics. */
function naive(list: readonly Network[], resamples: number, level: number, seed: number) {
  const sorted = list.toSorted(
    (a, b) => a.x - b.x || a.y - b.y || a.group.localeCompare(b.group) || a.size - b.size,
  );
  const random = new Random(seed);
  const drawn = Array.from({ length: resamples }, () =>
    columns(sorted.map(() => sorted[random.below(sorted.length)] as Network)),
  );
  const interval = (of: (resample: ReturnType<typeof columns>) => number | undefined) =>
    middle(Float64Array.from(drawn.map(of).filter((value) => value !== undefined)), level);
  return {
    kendallWithinGroups: interval(({ x, y, groups }) => kendallWithinGroups(x, y, groups).kendall),
    kendallMatchedSize: interval(({ x, y, sizes }) => kendallMatchedSize(x, y, sizes).kendall),
  };
}

describe("partIntervals", () => {
  const list = fc.array(network, { maxLength: 15 });

  it("agree with a naive bootstrap, ties and all", () => {
    fc.assert(
      fc.property(list, fc.constantFrom(0.5, 0.95), fc.integer(), (some, level, seed) => {
        const { x, y, groups, sizes } = columns(some);
        const fast = partIntervals(x, y, { groups, sizes }, { resamples: 40, level, seed });
        const slow = naive(some, 40, level, seed);
        for (const statistic of ["kendallWithinGroups", "kendallMatchedSize"] as const)
          for (const end of [0, 1]) expectClose(fast[statistic]?.[end], slow[statistic]?.[end]);
      }),
    );
  });

  it("do not depend on the order of the points", () => {
    const orders = list.chain((some) => fc.tuple(fc.constant(some), shuffled(some)));
    fc.assert(
      fc.property(orders, ([one, other]) => {
        const of = (some: readonly Network[]) => {
          const { x, y, groups, sizes } = columns(some);
          return partIntervals(x, y, { groups, sizes }, { resamples: 20 });
        };
        expect(of(other)).toEqual(of(one));
      }),
    );
  });

  it("are missing where groups, sizes or resamples are", () => {
    const { x, y, groups, sizes } = columns([
      { x: 1, y: 1, group: "a", size: 10 },
      { x: 2, y: 2, group: "a", size: 10 },
      { x: 3, y: 3, group: "a", size: 100 },
    ]);
    expect(partIntervals(x, y, { groups }).kendallMatchedSize).toBeUndefined();
    expect(partIntervals(x, y, { groups }).kendallWithinGroups).toEqual([1, 1]);
    expect(partIntervals(x, y, { sizes }).kendallMatchedSize).toEqual([1, 1]);
    expect(partIntervals(x, y, {}).kendallWithinGroups).toBeUndefined();
    const none = partIntervals(x, y, { groups, sizes }, { resamples: 0 });
    expect(none).toEqual({ kendallWithinGroups: undefined, kendallMatchedSize: undefined });
  });

  // The mean over a single group is Kendall's τ of all pairs, and so is that of pairs of one size.
  it.each([
    [130, 0.1],
    [400, 0.05],
  ])(
    "of very many pairs, of %i points, are those of the first order: as the exact ones to a share of %d",
    (count, share) => {
      const random = new Random(3);
      const quality = Array.from({ length: count }, () => random.normal());
      const scores = quality.map((value) => Math.round(4 * value + 4 * random.normal()));
      const equal = quality.map(() => 100);
      const { kendallMatchedSize: first, kendallWithinGroups: exact } = partIntervals(scores, quality, {
        sizes: equal,
        groups: equal,
      });
      const width = exact![1] - exact![0];
      for (const end of [0, 1] as const)
        expect(Math.abs(first![end]! - exact![end]!) / width).toBeLessThan(share);
    },
  );
});

describe("matchedPairs", () => {
  it("is the plain statistic at weights of one, and none without matched pairs", () => {
    fc.assert(
      fc.property(fc.array(network, { maxLength: 30 }), (some) => {
        const { x, y, sizes } = columns(some);
        const ones = new Int32Array(some.length).fill(1);
        expectClose(matchedPairs(x, y, sizes).kendall(ones), kendallMatchedSize(x, y, sizes).kendall);
      }),
    );
  });
});
