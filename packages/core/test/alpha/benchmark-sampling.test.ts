import { describe, expect, it } from "vitest";
import { alphaFromLabels } from "../../src/alpha/benchmark-sampling.js";
import { UsageError } from "../../src/errors.js";
import { Random } from "../../src/random/random.js";

const random = new Random(8);
const draw = () => Float64Array.from({ length: 300 }, () => random.below(100_000));
const pairs = { attention: draw(), ffn: draw() };
const qualityAt = (alpha: number): Float64Array =>
  pairs.attention.map((value, index) => alpha * value + (1 - alpha) * (pairs.ffn[index] as number));

describe("alphaFromLabels", () => {
  it.each([-1, -0.3, 0.2, 0.5, 0.8, 1.3])(
    "finds the alpha %d that made the labels, to a step of the grid",
    (alpha) => {
      expect(Math.abs(alphaFromLabels(pairs, qualityAt(alpha)) - alpha)).toBeLessThanOrEqual(0.1);
    },
  );

  it("is the mean of the two best, so in between where the truth lies in between", () => {
    expect(alphaFromLabels(pairs, qualityAt(0.35))).toBe(0.35);
  });

  it("takes 0.45 where every alpha is as good: the two nearest to 0.5", () => {
    const same = { attention: Float64Array.of(1, 2, 3), ffn: Float64Array.of(1, 2, 3) };
    expect(alphaFromLabels(same, [1, 2, 3])).toBe(0.45);
  });

  it("refuses labels that decide nothing", () => {
    const one = { attention: Float64Array.of(1), ffn: Float64Array.of(1) };
    const equal = { attention: Float64Array.of(3, 3), ffn: Float64Array.of(1, 1) };
    expect(() => alphaFromLabels(one, [1])).toThrow(UsageError);
    expect(() => alphaFromLabels(equal, [1, 2])).toThrow(/at least two architectures that differ/);
    expect(() => alphaFromLabels(pairs, new Float64Array(300))).toThrow(UsageError);
  });
});
