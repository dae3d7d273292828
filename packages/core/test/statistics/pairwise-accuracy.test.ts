import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairwiseAccuracy } from "../../src/statistics/pairwise-accuracy.js";
import { points, xs, ys } from "./brute.js";
import { expectClose } from "./expect-close.js";

describe("pairwiseAccuracy", () => {
  it("is the share of decidable pairs ordered rightly, ties in score one half", () => {
    fc.assert(
      fc.property(points, (list) => {
        let right = 0;
        let decidable = 0;
        for (const better of list) {
          for (const worse of list) {
            if (better.y <= worse.y) continue;
            decidable++;
            if (better.x > worse.x) right += 1;
            if (better.x === worse.x) right += 0.5;
          }
        }
        expectClose(pairwiseAccuracy(xs(list), ys(list)), decidable === 0 ? undefined : right / decidable);
      }),
    );
  });

  it("gives 1, ½ and 0 for perfect, constant and reversed scores", () => {
    expect(pairwiseAccuracy([1, 2, 3], [5, 6, 7])).toBe(1);
    expect(pairwiseAccuracy([4, 4, 4], [5, 6, 7])).toBe(0.5);
    expect(pairwiseAccuracy([3, 2, 1], [5, 6, 7])).toBe(0);
    expect(pairwiseAccuracy([1, 2, 2], [5, 7, 6])).toBe(2.5 / 3);
  });

  it("is undefined where quality is constant or there is no pair", () => {
    expect(pairwiseAccuracy([1, 2], [3, 3])).toBeUndefined();
    expect(pairwiseAccuracy([1], [3])).toBeUndefined();
  });

  it("speaks of scores and quality", () => {
    expect(() => pairwiseAccuracy([1, 2], [1, Number.NaN])).toThrow(/quality\[1\] is NaN/);
  });
});
