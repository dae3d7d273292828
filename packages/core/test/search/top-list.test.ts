import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TopList } from "../../src/search/top-list.js";

const offer = fc.record({ score: fc.integer({ min: -6, max: 6 }), cost: fc.nat(5) });

describe("TopList", () => {
  it("keeps the best different scores, counts their equals and shows the first of the cheapest", () => {
    fc.assert(
      fc.property(fc.array(offer), fc.nat(8), (offers, limit) => {
        const list = new TopList(limit);
        for (const [index, { score, cost }] of offers.entries())
          if (score >= list.threshold) list.offer(score, cost, () => ({ macro: index, layers: [] }));
        const scores = [...new Set(offers.map(({ score }) => score))].sort((one, other) => other - one);
        const expected = scores.slice(0, limit).map((score) => {
          const ties = offers.filter((one) => one.score === score);
          const cost = Math.min(...ties.map((one) => one.cost));
          const macro = offers.findIndex((one) => one.score === score && one.cost === cost);
          return { genotype: { macro, layers: [] }, score, cost, ties: ties.length };
        });
        expect(list.entries).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
