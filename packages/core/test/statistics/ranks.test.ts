import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { argsort } from "../../src/statistics/argsort.js";
import { denseRanks, groupStarts, orderByRank } from "../../src/statistics/dense-ranks.js";
import { averageRanks } from "../../src/statistics/ranks.js";
import { points, xs } from "./brute.js";

const values = points.map(xs);
const doubles = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 100 });

describe("argsort", () => {
  it("orders as a stable sort with a comparator does", () => {
    fc.assert(
      fc.property(fc.oneof(values, doubles), (list) => {
        const expected = list.map((_, index) => index).sort((a, b) => list[a]! - list[b]!);
        expect([...argsort(list)]).toEqual(expected);
      }),
    );
  });

  it("orders every magnitude and both signs, and takes the two zeros for one", () => {
    const ascending = [-Number.MAX_VALUE, -1, -Number.MIN_VALUE, 0, Number.MIN_VALUE, 1, 1 + Number.EPSILON];
    expect([...argsort(ascending.toReversed())]).toEqual([6, 5, 4, 3, 2, 1, 0]);
    expect([...argsort([0, -0, 0, -0])]).toEqual([0, 1, 2, 3]);
  });
});

describe("denseRanks", () => {
  it("numbers the distinct values and counts each", () => {
    expect(denseRanks([30, 10, 30])).toEqual({ ranks: Int32Array.of(1, 0, 1), counts: Int32Array.of(1, 2) });
    expect(denseRanks([])).toEqual({ ranks: new Int32Array(0), counts: new Int32Array(0) });
    expect(denseRanks([0, -0]).counts).toEqual(Int32Array.of(2));
  });

  it("orders indices, refining an order given before", () => {
    expect([...orderByRank(denseRanks([30, 10, 30]))]).toEqual([1, 0, 2]);
    expect([...orderByRank(denseRanks([30, 10, 30]), Int32Array.of(2, 1, 0))]).toEqual([1, 2, 0]);
    expect([...groupStarts(Int32Array.of(1, 2, 4))]).toEqual([0, 1, 3]);
  });
});

describe("averageRanks", () => {
  it("shares the mean place among equals", () => {
    expect([...averageRanks([30, 10, 30, 20])]).toEqual([3.5, 1, 3.5, 2]);
    expect([...averageRanks([])]).toEqual([]);
  });

  it("is one more than the number of smaller values, plus half the number of other equals", () => {
    fc.assert(
      fc.property(values, (list) => {
        const expected = list.map((own) => {
          const smaller = list.filter((other) => other < own).length;
          const equal = list.filter((other) => other === own).length;
          return smaller + 1 + (equal - 1) / 2;
        });
        expect([...averageRanks(list)]).toEqual(expected);
      }),
    );
  });

  it("names the value that is not finite", () => {
    expect(() => averageRanks([1, 2, Number.NaN])).toThrow(/values\[2\] is NaN/);
  });
});
