import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { kendall } from "../../src/statistics/kendall.js";
import { kendallMatchedSize } from "../../src/statistics/matched-size.js";
import { bruteConcordance, bruteTauB, point, xs, ys } from "./brute.js";
import { expectClose } from "./expect-close.js";

describe("kendallMatchedSize", () => {
  const sized = fc.array(fc.record({ at: point, size: fc.integer({ min: 50, max: 150 }) }), {
    maxLength: 40,
  });

  it("agrees with looking at every pair", () => {
    fc.assert(
      fc.property(sized, fc.constantFrom(0.1, 0.03, 0.5), (list, tolerance) => {
        const at = list.map((entry) => entry.at);
        const size = list.map((entry) => entry.size);
        const counts = bruteConcordance(xs(at), ys(at), (first, second) => {
          const larger = Math.max(size[first]!, size[second]!);
          return Math.abs(size[first]! - size[second]!) < tolerance * larger;
        });
        const found = kendallMatchedSize(xs(at), ys(at), size, tolerance);
        expectClose(found.kendall, bruteTauB(counts));
        expect(found.pairs).toBe(counts.pairs);
      }),
    );
  });

  it("uses 10 % of the larger size, and a pair at exactly 10 % is not matched", () => {
    expect(kendallMatchedSize([1, 2, 9], [1, 2, 0], [100, 105, 500])).toEqual({ kendall: 1, pairs: 1 });
    const tens = Array.from({ length: 5000 }, (_, index) => index + 1);
    const matched = tens.filter((ten) => kendallMatchedSize([1, 2], [1, 2], [9 * ten, 10 * ten]).pairs > 0);
    expect(matched).toEqual([]);
    expect(kendallMatchedSize([1, 2], [1, 2], [901, 1000]).pairs).toBe(1);
  });

  it("is Kendall's τ-b where all sizes are equal, and nothing where none are alike", () => {
    const x = [3, 1, 2, 2, 5];
    const y = [1, 1, 4, 2, 5];
    expect(kendallMatchedSize(x, y, [7, 7, 7, 7, 7])).toEqual({ kendall: kendall(x, y), pairs: 10 });
    expect(kendallMatchedSize(x, y, [1, 2, 4, 8, 16])).toEqual({ kendall: undefined, pairs: 0 });
    expect(kendallMatchedSize([], [], [])).toEqual({ kendall: undefined, pairs: 0 });
  });

  it("refuses sizes that are missing or not positive, and a tolerance out of range", () => {
    expect(() => kendallMatchedSize([1, 2], [1, 2], [1])).toThrow(/sizes\[1\] is missing/);
    expect(() => kendallMatchedSize([1, 2], [1, 2], [1, 0])).toThrow(/sizes\[1\] is 0/);
    expect(() => kendallMatchedSize([1, 2], [1, 2], [1, Number.NaN])).toThrow(/sizes\[1\] is NaN/);
    expect(() => kendallMatchedSize([1, 2], [1, 2], [1, 1], 0)).toThrow(UsageError);
  });
});
