import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { bootstrapIntervals, type Interval, middle } from "../../src/statistics/bootstrap.js";
import { matchedPairs } from "../../src/statistics/matched-pairs.js";
import { kendallMatchedSize } from "../../src/statistics/matched-size.js";
import { partIntervals } from "../../src/statistics/part-intervals.js";
import { kendallWithinGroups } from "../../src/statistics/within-groups.js";
import { shuffled } from "../../testing/lists.js";
import { type Point, point } from "./brute.js";
import { expectClose } from "./expect-close.js";

interface Network extends Point {
  readonly group: string;
  /** Networks of one recipe are compared. */
  readonly recipe: string;
  readonly size: number;
}

const network: fc.Arbitrary<Network> = fc
  .record({
    at: point,
    group: fc.constantFrom("a", "b", "c"),
    recipe: fc.constantFrom("long", "short"),
    size: fc.integer({ min: 80, max: 110 }),
  })
  .map(({ at, ...others }) => ({ ...at, ...others }));

const columns = (list: readonly Network[]) => ({
  x: list.map(({ x }) => x),
  y: list.map(({ y }) => y),
  groups: list.map(({ group }) => group),
  sizes: list.map(({ size }) => size),
  within: list.map(({ recipe }) => recipe),
});

/** Writes every resample of each recipe out and hands them to the plain statistics. */
function naive(list: readonly Network[], resamples: number, level: number, seed: number) {
  const sorted = list.toSorted(
    (a, b) => a.x - b.x || a.y - b.y || a.group.localeCompare(b.group) || a.size - b.size,
  );
  const recipes = [...new Set(list.map(({ recipe }) => recipe))].map((recipe) =>
    sorted.filter((one) => one.recipe === recipe),
  );
  const random = new Random(seed);
  const drawn = Array.from({ length: resamples }, () =>
    columns(recipes.flatMap((some) => some.map(() => some[random.below(some.length)] as Network))),
  );
  const interval = (of: (resample: ReturnType<typeof columns>) => number | undefined) =>
    middle(Float64Array.from(drawn.map(of).filter((value) => value !== undefined)), level);
  return {
    kendallWithinGroups: interval(
      ({ x, y, groups, within }) => kendallWithinGroups(x, y, groups, within).kendall,
    ),
    kendallMatchedSize: interval(
      ({ x, y, sizes, within }) => kendallMatchedSize(x, y, sizes, undefined, within).kendall,
    ),
  };
}

describe("partIntervals", () => {
  const list = fc.array(network, { maxLength: 15 });

  it("agree with a naive bootstrap of each recipe, ties and all", () => {
    fc.assert(
      fc.property(list, fc.constantFrom(0.5, 0.95), fc.integer(), (some, level, seed) => {
        const { x, y, groups, sizes, within } = columns(some);
        const fast = partIntervals(x, y, { groups, sizes }, { resamples: 40, level, seed, within });
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
      { x: 1, y: 1, group: "a", recipe: "long", size: 10 },
      { x: 2, y: 2, group: "a", recipe: "long", size: 10 },
      { x: 3, y: 3, group: "a", recipe: "long", size: 100 },
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
      const { kendall: exact } = bootstrapIntervals(scores, quality);
      const { kendallMatchedSize, kendallWithinGroups } = partIntervals(scores, quality, {
        sizes: equal,
        groups: equal,
      });
      expectNear(kendallMatchedSize, exact, share);
      expectNear(kendallWithinGroups, exact, share);
    },
  );

  it("of four large groups and a small one are those of the first order", () => {
    const random = new Random(4);
    const networks = Array.from({ length: 508 }, (_, place): Network => {
      const x = random.normal();
      const group = place < 8 ? "small" : String(place % 4);
      return { x: Math.round(4 * x), y: x + 3 * random.normal(), group, recipe: "", size: 100 };
    });
    const { x, y, groups } = columns(networks);
    const found = partIntervals(x, y, { groups }, { resamples: 400, seed: 1 });
    expectNear(found.kendallWithinGroups, naive(networks, 400, 0.95, 1).kendallWithinGroups, 0.05);
  });
});

/** Both ends of two intervals, to a share of their width. */
function expectNear(one: Interval | undefined, other: Interval | undefined, share: number): void {
  const width = other![1] - other![0];
  for (const end of [0, 1] as const) expect(Math.abs(one![end] - other![end]) / width).toBeLessThan(share);
}

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
