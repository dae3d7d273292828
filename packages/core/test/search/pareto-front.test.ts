import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { ParetoFront } from "../../src/search/pareto-front.js";
import type { Found } from "../../src/search/search.js";

type Point = Pick<Found, "score" | "cost">;

/** The front that offering every admitted point leaves. */
function frontOf(points: readonly Point[]): readonly Found[] {
  const sizes = points.map(({ cost }) => cost);
  const front = new ParetoFront(
    sizes.reduce((a, b) => Math.min(a, b), 0),
    sizes.reduce((a, b) => Math.max(a, b), 0),
  );
  for (const [macro, { score, cost }] of points.entries())
    if (front.admits(score, cost)) front.offer(score, cost, { macro, layers: [] });
  return front.entries();
}

/** Sorted by size, then by falling score, then by arrival, each kept that scores more than all before it. */
function sweep(points: readonly Point[]): Found[] {
  let best = Number.NEGATIVE_INFINITY;
  return points
    .map(({ score, cost }, macro) => ({ genotype: { macro, layers: [] }, score, cost }))
    .sort((one, other) => one.cost - other.cost || other.score - one.score)
    .filter(({ score }) => {
      const kept = score > best;
      best = Math.max(best, score);
      return kept;
    });
}

describe("ParetoFront", () => {
  const point = (largest: number): fc.Arbitrary<Point> =>
    fc.record({ score: fc.integer({ min: -9, max: 9 }), cost: fc.nat(largest) });

  it.each([0, 3, 20, 2 ** 20, 2 ** 50])("is the front of points with costs up to %d", (largest) => {
    fc.assert(
      fc.property(fc.array(point(largest), { maxLength: 60 }), (points) => {
        expect(frontOf(points)).toEqual(sweep(points));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps every point of a long front", () => {
    const points = Array.from({ length: 100_000 }, (_, index) => ({
      score: index,
      cost: index,
    })).toReversed();
    expect(frontOf(points).map(({ cost }) => cost)).toEqual(points.map(({ cost }) => cost).toReversed());
  });

  it("stays exact when there are more candidates than it keeps at a time", () => {
    const random = new Random(2);
    // The best of each size come last, and sizes grow with scores, so that almost every point is a candidate at first.
    const points = Array.from({ length: 150_000 }, (_, index) => ({
      score: Math.floor(index / 2) + random.below(1000),
      cost: index + random.below(3),
    })).toReversed();
    const front = frontOf(points);
    expect(front).toEqual(sweep(points));
    expect(front.length).toBeGreaterThan(500);
  });
});
