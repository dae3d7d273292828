import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestOf, finished } from "../../src/knapsack/best.js";
import { choicesThatMatter, type Thinning } from "../../src/knapsack/choices.js";
import { frontOf } from "../../src/knapsack/front.js";
import { Knapsack } from "../../src/knapsack/knapsack.js";
import { type Found, Program, plainTotal, type Window } from "../../src/knapsack/program.js";
import { Random } from "../../src/random/random.js";
import {
  allWays,
  type Choices,
  exactGroups,
  groupsOf,
  realChoice,
  type Way,
  wholeChoice,
} from "./brute-force.js";

/** Values of sums of whole numbers are exact; those of real numbers are rounded to 2⁻⁵² a term. */
const kinds = [
  ["whole numbers", wholeChoice],
  ["real numbers", realChoice],
] as const;

const arbitraryWindow: fc.Arbitrary<Window> = fc.record({
  minimum: fc.option(fc.integer({ min: -5, max: 60 }), { nil: undefined }),
  maximum: fc.option(fc.integer({ min: -5, max: 120 }), { nil: undefined }),
});

const isWithin = (size: number, { minimum = -Infinity, maximum = Infinity }: Window): boolean =>
  size >= minimum && size <= maximum;

const programOf = (groups: Choices, window: Window, dominance = false): Program =>
  new Program({
    knapsack: new Knapsack(exactGroups(groups)),
    value: plainTotal,
    size: plainTotal,
    window,
    dominance,
  });

/** A list of the best different values, each at its smallest size. */
function listOf(limit: number) {
  const found: Found[] = [];
  return {
    found,
    limit,
    get threshold(): number {
      return found.length < limit ? Number.NEGATIVE_INFINITY : (found[limit - 1] as Found).value;
    },
    offer(one: Found): void {
      const place = found.findIndex(({ value }) => value <= one.value);
      const same = found[place];
      if (same?.value === one.value) {
        if (one.size < same.size) found[place] = one;
      } else found.splice(place < 0 ? found.length : place, 0, one);
      found.splice(limit);
    },
  };
}

/** The best different values of some ways, each at its smallest size, by looking at all. */
function bestWays(ways: readonly Way[], count: number): { value: number; size: number }[] {
  const smallest = new Map<number, number>();
  for (const { value, size } of ways) smallest.set(value, Math.min(size, smallest.get(value) ?? Infinity));
  return [...smallest]
    .map(([value, size]) => ({ value, size }))
    .sort((one, other) => other.value - one.value)
    .slice(0, count);
}

/** What is worth more than all that is no larger, by looking at all. */
const frontWays = (ways: readonly Way[]): { value: number; size: number }[] =>
  bestWays(ways, Infinity)
    .filter(({ value, size }) => !ways.some((way) => way.size <= size && way.value > value))
    .reverse();

/** A sum of values and of sizes, counted again from the choices. */
function counted(groups: Choices, choices: readonly number[]): { value: number; size: number } {
  const taken = groups.map((group, index) => group[choices[index] as number]!);
  return {
    value: taken.reduce((sum, { value }) => sum + value, 0),
    size: taken.reduce((sum, { size }) => sum + size, 0),
  };
}

function expectSame(
  groups: Choices,
  found: readonly Found[],
  expected: readonly { value: number; size: number }[],
): void {
  expect(found).toHaveLength(expected.length);
  for (const [index, { value, size, choices }] of found.entries()) {
    expect(value).toBeCloseTo(expected[index]!.value, 12);
    expect(size).toBe(expected[index]!.size);
    const again = counted(groups, choices());
    expect(again.value).toBeCloseTo(value, 12);
    expect(again.size).toBe(size);
  }
}

/** Real values whose sums are so near to each other that rounding decides whether they are different say nothing. */
const areApart = (ways: readonly Way[]): boolean => {
  const values = [...new Set(ways.map(({ value }) => value))].sort((one, other) => one - other);
  return values.every((value, index) => index === 0 || value - values[index - 1]! > 1e-12);
};

describe.each(kinds)("a program of %s", (_what, choice) => {
  it("finds the best different values within a window, however little it is given at first", () => {
    fc.assert(
      fc.property(
        groupsOf(choice),
        arbitraryWindow,
        fc.constantFrom(1, 2, 7, 1000),
        fc.constantFrom(undefined, { firstSteps: 1, fewOffsets: 0 }, { firstSteps: 40, fewOffsets: 0 }),
        (groups, window, count, effort) => {
          const ways = allWays(groups).filter(({ size }) => isWithin(size, window));
          fc.pre(areApart(ways));
          const list = listOf(count);
          expect(finished(bestOf([programOf(groups, window)], list, effort))).toBe(-Infinity);
          expectSame(groups, list.found, bestWays(ways, count));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("finds the front", () => {
    fc.assert(
      fc.property(groupsOf(choice), fc.integer({ min: -5, max: 120 }), (groups, maximum) => {
        const ways = allWays(groups).filter(({ size }) => size <= maximum);
        fc.pre(areApart(ways));
        const { points, whole } = finished(frontOf([programOf(groups, { maximum }, true)]));
        expect(whole).toBe(true);
        expectSame(groups, points, frontWays(ways));
      }),
      { numRuns: 300 },
    );
  });

  it("has bounds that no solution exceeds, and −∞ if nothing fits", () => {
    fc.assert(
      fc.property(groupsOf(choice), arbitraryWindow, (groups, window) => {
        const values = allWays(groups)
          .filter(({ size }) => isWithin(size, window))
          .map(({ value }) => value);
        const program = programOf(groups, window);
        if (values.length > 0) expect(program.bound).toBeGreaterThanOrEqual(Math.max(...values) - 1e-12);
        if (values.length > 0) expect(program.floor).toBeLessThanOrEqual(Math.min(...values) + 1e-12);
        const { sizes, lost } = finished(program.solve(-Infinity, 1e6))!;
        expect(lost).toBe(-Infinity);
        expect(sizes.length > 0).toBe(values.length > 0);
      }),
      { numRuns: 300 },
    );
  });

  it("says what it may have lost when it follows few states", () => {
    fc.assert(
      fc.property(
        groupsOf(choice),
        arbitraryWindow,
        fc.integer({ min: 1, max: 4 }),
        (groups, window, limit) => {
          const ways = allWays(groups).filter(({ size }) => isWithin(size, window));
          const { values, lost } = finished(programOf(groups, window).solve(-Infinity, limit))!;
          const best = Math.max(-Infinity, ...ways.map(({ value }) => value));
          expect(Math.max(lost, ...values)).toBeGreaterThanOrEqual(best - 1e-12);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("finds among several programs what looking at each finds", () => {
    fc.assert(
      fc.property(
        fc.array(groupsOf(choice), { minLength: 2, maxLength: 4 }),
        arbitraryWindow,
        (all, window) => {
          const ways = all.flatMap(allWays).filter(({ size }) => isWithin(size, window));
          fc.pre(areApart(ways));
          const list = listOf(3);
          finished(
            bestOf(
              all.map((groups) => programOf(groups, window)),
              list,
            ),
          );
          expect(list.found.map(({ value, size }) => ({ value, size }))).toEqual(
            bestWays(ways, 3).map(({ value, size }) => ({ value: expect.closeTo(value, 12), size })),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a program", () => {
  it("ends when it is told to, with a bound on what it did not look at", () => {
    const groups: Choices = Array.from({ length: 6 }, () => [
      { size: 1, value: 1 },
      { size: 2, value: 3 },
    ]);
    const list = listOf(1);
    const steps = bestOf([programOf(groups, { maximum: 9 })], list);
    expect(steps.next().value).toMatchObject({ bound: expect.closeTo(12, 6), done: 0 });
    expect(steps.next(true)).toEqual({ done: true, value: expect.closeTo(12, 6) });
    expect(list.found).toEqual([]);
  });

  // The best is worth exactly 0 here, and so is the bound: a share of it is no step down.
  it("looks further down from a bound of 0", () => {
    const groups: Choices = [
      [
        { size: 7, value: -2 },
        { size: 3, value: -1 },
        { size: 12, value: 0 },
      ],
    ];
    const list = listOf(2);
    finished(bestOf([programOf(groups, { maximum: 87 })], list, { firstSteps: 40, fewOffsets: 0 }));
    expect(list.found.map(({ value, size }) => [value, size])).toEqual([
      [0, 12],
      [-1, 3],
    ]);
  });

  it("takes of equal solutions the one whose last choice comes first in its list", () => {
    const equal: Choices = Array.from({ length: 3 }, () => [
      { size: 1, value: 1 },
      { size: 2, value: 2 },
      { size: 3, value: 3 },
    ]);
    const best = (groups: Choices): number[] => {
      const list = listOf(1);
      finished(bestOf([programOf(groups, { minimum: 6, maximum: 6 })], list));
      return list.found[0]!.choices();
    };
    expect(best(equal)).toEqual([2, 1, 0]);
    expect(best(equal.map((group) => group.toReversed()))).toEqual([2, 1, 0]);
  });

  // Computed by hand: sizes 2 + 3 + 4 and 4 + 1 + 4 are the two ways to fill 9 well.
  it("solves a small case", () => {
    const groups: Choices = [
      [
        { size: 2, value: 10 },
        { size: 4, value: 17 },
      ],
      [
        { size: 1, value: 4 },
        { size: 3, value: 12 },
      ],
      [
        { size: 4, value: 15 },
        { size: 6, value: 20 },
      ],
    ];
    const list = listOf(3);
    finished(bestOf([programOf(groups, { maximum: 9 })], list));
    expect(list.found.map(({ value, size, choices }) => [value, size, choices()])).toEqual([
      [37, 9, [0, 1, 0]],
      [36, 9, [1, 0, 0]],
      [34, 9, [0, 0, 1]],
    ]);
    const { points } = finished(frontOf([programOf(groups, {}, true)]));
    expect(points.map(({ value, size }) => [value, size])).toEqual([
      [29, 7],
      [37, 9],
      [44, 11],
      [49, 13],
    ]);
  });

  // The reference is the textbook's program: the best value at every size, one loop a group.
  it("agrees with a plain dynamic program on 40 groups of 50 choices", () => {
    const random = new Random(7);
    const groups: Choices = Array.from({ length: 40 }, () =>
      Array.from({ length: 50 }, () => ({ size: 3 + 7 * random.below(90), value: random.below(1e6) })),
    );
    const best = bestBySize(groups);
    for (const maximum of [900, 4_000, 9_999]) {
      const list = listOf(1);
      expect(finished(bestOf([programOf(groups, { maximum })], list))).toBe(-Infinity);
      expect(list.found[0]!.value).toBe(Math.max(...best.slice(0, maximum + 1)));
      expect(counted(groups, list.found[0]!.choices())).toEqual({
        value: list.found[0]!.value,
        size: list.found[0]!.size,
      });
    }
    const { points } = finished(frontOf([programOf(groups, { maximum: 9_999 }, true)]));
    let highest = -Infinity;
    const front = best.slice(0, 10_000).flatMap((value, size) => {
      if (value <= highest) return [];
      highest = value;
      return [{ size, value }];
    });
    expect(points.map(({ size, value }) => ({ size, value }))).toEqual(front);
  });

  it("looks offsets up one by one where there are too many to lay out, and finds the same", () => {
    const random = new Random(3);
    const groups: Choices = Array.from({ length: 4 }, () =>
      Array.from({ length: 6 }, () => ({ size: random.below(2 ** 27), value: random.below(1000) })),
    );
    const ways = allWays(groups).filter(({ size }) => size <= 2 ** 28);
    const list = listOf(5);
    const program = programOf(groups, { maximum: 2 ** 28 });
    expect(program.breadth).toBeGreaterThan(2 ** 23);
    finished(bestOf([program], list));
    expectSame(groups, list.found, bestWays(ways, 5));
  });
});

function bestBySize(groups: Choices): number[] {
  let best = [0];
  for (const group of groups) {
    const next: number[] = [];
    for (const [size, value] of best.entries())
      if (value !== undefined)
        for (const choice of group)
          next[size + choice.size] = Math.max(next[size + choice.size] ?? -Infinity, value + choice.value);
    best = next;
  }
  return Array.from(best, (value) => value ?? -Infinity);
}

describe("choicesThatMatter", () => {
  const thin = (groups: Choices, thinning: Thinning): Choices =>
    groups.map((group) => {
      const values = { high: group.map(({ value }) => value), low: group.map(() => 0) };
      const sizes = group.map(({ size }) => size);
      return choicesThatMatter(values, sizes, thinning).places.map((place) => group[place]!);
    });
  const arbitraryGroups = groupsOf(wholeChoice);

  it("keeps every pair of size and value where only equals go", () => {
    const pairs = (groups: Choices) => new Set(allWays(groups).map(({ size, value }) => `${size} ${value}`));
    fc.assert(
      fc.property(arbitraryGroups, (groups) => {
        expect(pairs(thin(groups, "equal"))).toEqual(pairs(groups));
      }),
    );
  });

  it("keeps every value at its smallest size where larger equals go", () => {
    fc.assert(
      fc.property(arbitraryGroups, (groups) => {
        expect(bestWays(allWays(thin(groups, "larger")), Infinity)).toEqual(
          bestWays(allWays(groups), Infinity),
        );
      }),
    );
  });

  it("keeps the front where dominated ones go, and nothing that is not needed for it", () => {
    fc.assert(
      fc.property(arbitraryGroups, (groups) => {
        const thinned = thin(groups, "dominated");
        expect(frontWays(allWays(thinned))).toEqual(frontWays(allWays(groups)));
        for (const group of thinned)
          expect(group.every(({ value }, place) => place === 0 || value > group[place - 1]!.value)).toBe(
            true,
          );
      }),
    );
  });
});
