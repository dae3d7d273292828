import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { concordance, kendall, kendallTauA, pairsOf, tauB, tiedPairs } from "../../src/statistics/kendall.js";
import { spearman } from "../../src/statistics/spearman.js";
import { bruteConcordance, bruteTauB, points, xs, ys } from "./brute.js";
import { expectClose } from "./expect-close.js";

describe("concordance", () => {
  it("counts the pairs of a small example", () => {
    expect(concordance([1, 2, 2], [5, 7, 6])).toEqual({
      concordant: 2,
      discordant: 0,
      tiedX: 1,
      tiedY: 0,
      tiedBoth: 0,
      pairs: 3,
    });
  });

  it("agrees with counting every pair", () => {
    fc.assert(
      fc.property(points, (list) => {
        expect(concordance(xs(list), ys(list))).toEqual(bruteConcordance(xs(list), ys(list)));
      }),
      { numRuns: 500 },
    );
  });
});

describe("kendall", () => {
  it("agrees with the definition", () => {
    fc.assert(
      fc.property(points, (list) => {
        expectClose(kendall(xs(list), ys(list)), bruteTauB(bruteConcordance(xs(list), ys(list))));
      }),
    );
  });

  it("is undefined for fewer than two points and for constants, and so is τ-a", () => {
    for (const statistic of [kendall, kendallTauA]) {
      expect(statistic([], [])).toBeUndefined();
      expect(statistic([1], [1])).toBeUndefined();
      expect(statistic([1, 1, 1], [1, 2, 3])).toBeUndefined();
      expect(statistic([1, 2, 3], [1, 1, 1])).toBeUndefined();
    }
  });

  it("is exactly ±1 for monotone relations, with ties too", () => {
    expect(kendall([1, 2, 2, 7], [3, 4, 4, 5])).toBe(1);
    expect(kendall([1, 2, 2, 7], [3, 2, 2, 1])).toBe(-1);
  });

  it("gives τ-a and τ-b of the textbook", () => {
    expectClose(kendall([1, 2, 3, 4], [10, 30, 20, 40]), 2 / 3);
    expectClose(kendallTauA([1, 2, 2], [5, 7, 6]), 2 / 3);
    expectClose(tauB({ concordant: 5, discordant: 1, tiedX: 0, tiedY: 0 }), 2 / 3);
    expect(tiedPairs(Int32Array.of(1, 3))).toBe(3);
    expect(pairsOf(4)).toBe(6);
  });

  it("names the index of a fault", () => {
    expect(() => kendall([1], [1, 2])).toThrow(/x\[1\] is missing/);
    expect(() => kendallTauA([1, 2], [1, Number.NaN])).toThrow(/y\[1\] is NaN/);
  });
});

describe.each([
  { name: "spearman", statistic: spearman },
  { name: "kendall", statistic: kendall },
  { name: "kendallTauA", statistic: kendallTauA },
])("$name does not change to the bit", ({ statistic }) => {
  const small = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -5, max: 5 })));
  const x = (list: readonly [number, number][]) => list.map(([first]) => first);
  const y = (list: readonly [number, number][]) => list.map(([, second]) => second);

  it("under increasing transformations; its sign alone under decreasing ones", () => {
    fc.assert(
      fc.property(small, (list) => {
        const value = statistic(x(list), y(list));
        expect(
          statistic(
            x(list).map(Math.exp),
            y(list).map((own) => own ** 3),
          ),
        ).toBe(value);
        const reversed = statistic(
          x(list),
          y(list).map((own) => 1 - own),
        );
        expect(reversed).toBe(value === undefined || value === 0 ? value : -value);
      }),
    );
  });

  it("when x and y change places", () => {
    fc.assert(
      fc.property(small, (list) => {
        expect(statistic(y(list), x(list))).toBe(statistic(x(list), y(list)));
      }),
    );
  });

  it("when the points come in another order", () => {
    fc.assert(
      fc.property(
        small.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(statistic(x(shuffled), y(shuffled))).toBe(statistic(x(list), y(list)));
        },
      ),
    );
  });
});

describe("a million points", () => {
  const n = 1_000_000;
  const shuffle = new Random(1).sample(n, n);

  it("counts a rotation exactly: y = (x + s) mod n has s(n − s) discordant pairs", () => {
    const shift = 123_456;
    const x = Float64Array.from(shuffle);
    const counts = concordance(
      x,
      x.map((value) => (value + shift) % n),
    );
    const discordant = shift * (n - shift);
    expect(counts).toEqual({
      concordant: pairsOf(n) - discordant,
      discordant,
      tiedX: 0,
      tiedY: 0,
      tiedBoth: 0,
      pairs: 499_999_500_000,
    });
  });

  it("counts the reverse exactly", () => {
    const x = Float64Array.from(shuffle);
    const y = x.map((value) => -value);
    expect(concordance(x, y).discordant).toBe(499_999_500_000);
    expect(kendall(x, y)).toBe(-1);
  });

  it("counts nested ties exactly: tens against hundreds", () => {
    const x = Float64Array.from(shuffle, (value) => Math.floor(value / 10));
    const y = Float64Array.from(shuffle, (value) => -Math.floor(value / 100));
    const tiedBoth = (n / 10) * pairsOf(10);
    const tiedY = (n / 100) * pairsOf(100) - tiedBoth;
    const discordant = pairsOf(n) - tiedBoth - tiedY;
    expect(concordance(x, y)).toEqual({
      concordant: 0,
      discordant,
      tiedX: 0,
      tiedY,
      tiedBoth,
      pairs: pairsOf(n),
    });
    expectClose(kendall(x, y), -Math.sqrt(discordant / (discordant + tiedY)));
  });
});
