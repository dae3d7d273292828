import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ndcgAtK, precisionAtK, topKRegret } from "../../src/statistics/top-k.js";
import { permutations } from "./brute.js";
import { expectClose } from "./expect-close.js";

interface Candidate {
  readonly score: number;
  readonly quality: number;
}

const small = fc.integer({ min: 0, max: 3 });
const candidates = fc.array(fc.record({ score: small, quality: small }), { minLength: 1, maxLength: 6 });

/** The mean of `statistic` over every order in which no lower score precedes a higher one. */
function expectation(list: readonly Candidate[], statistic: (order: readonly Candidate[]) => number): number {
  const orders = permutations(list).filter((order) =>
    order.every((entry, place) => place === 0 || entry.score <= order[place - 1]!.score),
  );
  return orders.reduce((sum, order) => sum + statistic(order), 0) / orders.length;
}

const scores = (list: readonly Candidate[]) => list.map(({ score }) => score);
const quality = (list: readonly Candidate[]) => list.map((entry) => entry.quality);

describe("topKRegret", () => {
  it("is the expected regret under random order of ties", () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 7 }), (list, k) => {
        const best = Math.max(...quality(list));
        const expected = expectation(list, (order) => best - Math.max(...quality(order.slice(0, k))));
        expectClose(topKRegret(scores(list), quality(list), k), expected);
      }),
    );
  });

  it("is in the unit of quality, and zero where the best is found or all are trained", () => {
    expect(topKRegret([3, 2, 1], [70, 75, 80], 2)).toBe(5);
    expect(topKRegret([3, 2, 1], [80, 75, 70], 1)).toBe(0);
    expect(topKRegret([3, 2, 1], [70, 75, 80])).toBe(0);
    expect(topKRegret([1, 1, 1, 1], [0, 0, 0, 1], 2)).toBe(0.5);
    expect(topKRegret([], [])).toBeUndefined();
  });

  it("needs no more than the best of the k, however large the set", () => {
    const n = 100_000;
    const order = Float64Array.from({ length: n }, (_, index) => index);
    expect(
      topKRegret(
        order,
        order.map((value) => n - value),
      ),
    ).toBe(n - 10);
    expectClose(topKRegret(new Float64Array(n), order, 1), (n - 1) / 2, 1e-6);
  });
});

describe("precisionAtK", () => {
  it("is the expected share of hits under random order of ties", () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 7 }), (list, k) => {
        const places = Math.min(k, list.length);
        const threshold = quality(list).sort((a, b) => b - a)[places - 1]!;
        const hits = (order: readonly Candidate[]) =>
          order.slice(0, k).filter((entry) => entry.quality >= threshold).length;
        const expected = expectation(list, hits) / places;
        expectClose(precisionAtK(scores(list), quality(list), k), expected);
      }),
    );
  });

  it("gives 1 for a perfect score and k/n for a constant one", () => {
    const ascending = Array.from({ length: 20 }, (_, index) => index);
    expect(precisionAtK(ascending, ascending)).toBe(1);
    expect(
      precisionAtK(
        ascending.map(() => 0),
        ascending,
        5,
      ),
    ).toBe(0.25);
    expect(precisionAtK([4, 3, 2, 1], [70, 80, 75, 60], 2)).toBe(0.5);
    expect(precisionAtK([], [])).toBeUndefined();
  });
});

describe("ndcgAtK", () => {
  const gain = (list: readonly Candidate[], own: Candidate) => {
    const worse = list.filter((other) => other.quality < own.quality).length;
    const equal = list.filter((other) => other.quality === own.quality).length;
    return (worse + (equal - 1) / 2) / (list.length - 1);
  };
  const dcg = (list: readonly Candidate[], order: readonly Candidate[], k: number) =>
    order.slice(0, k).reduce((sum, own, place) => sum + gain(list, own) / Math.log2(place + 2), 0);

  it("is the expected value under random order of ties", () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 7 }), (list, k) => {
        const ideal = list.toSorted((a, b) => b.quality - a.quality);
        const defined = new Set(quality(list)).size > 1;
        const expected = expectation(list, (order) => dcg(list, order, k)) / dcg(list, ideal, k);
        expectClose(ndcgAtK(scores(list), quality(list), k), defined ? expected : undefined);
      }),
    );
  });

  it("gives 1 for a perfect score, 0 for the worst first, about ½ for a constant", () => {
    const ascending = Array.from({ length: 1001 }, (_, index) => index);
    expect(ndcgAtK(ascending, ascending)).toBe(1);
    expect(ndcgAtK([3, 2, 1], [70, 80, 75], 1)).toBe(0);
    expectClose(
      ndcgAtK(
        ascending.map(() => 0),
        ascending,
      ),
      0.5,
      0.01,
    );
  });

  it("is not moved by one failed training", () => {
    const failed = ndcgAtK([4, 3, 2, 1], [-20, -10, -30, -1e6], 2);
    expect(ndcgAtK([4, 3, 2, 1], [-20, -10, -30, -31], 2)).toBe(failed);
  });

  it("is undefined without two different qualities", () => {
    expect(ndcgAtK([], [])).toBeUndefined();
    expect(ndcgAtK([1], [1])).toBeUndefined();
    expect(ndcgAtK([1, 2], [3, 3])).toBeUndefined();
  });
});

describe.each([{ statistic: topKRegret }, { statistic: precisionAtK }, { statistic: ndcgAtK }])(
  "$statistic.name",
  ({ statistic }) => {
    it("does not depend on the order of the architectures, to the bit", () => {
      const shuffled = candidates.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      );
      fc.assert(
        fc.property(shuffled, fc.integer({ min: 1, max: 6 }), ([list, other], k) => {
          expect(statistic(scores(other), quality(other), k)).toBe(statistic(scores(list), quality(list), k));
        }),
      );
    });

    it("refuses a k that is not a positive integer, and names faulty values", () => {
      expect(() => statistic([1], [1], 0)).toThrow(/k is 0/);
      expect(() => statistic([1], [1], 1.5)).toThrow(/k is 1.5/);
      expect(() => statistic([1], [Number.NaN])).toThrow(/quality\[0\] is NaN/);
    });
  },
);
