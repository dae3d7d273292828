import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastOver, mostOver } from "../src/extremes.js";

describe("leastOver and mostOver", () => {
  it("are the ends of a sorted list", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const sorted = [...values].sort((one, other) => one - other);
        const boxes = values.map((value) => ({ value }));
        expect(leastOver(boxes, ({ value }) => value)).toBe(sorted[0]);
        expect(mostOver(boxes, ({ value }) => value)).toBe(sorted.at(-1));
      }),
    );
  });

  it("take more values than a function takes arguments, and none", () => {
    const many = new Array<number>(300_000).fill(1);
    expect([leastOver(many, (value) => value), mostOver(many, (value) => value)]).toEqual([1, 1]);
    expect([leastOver([], () => 0), mostOver([], () => 0)]).toEqual([Infinity, -Infinity]);
  });
});
