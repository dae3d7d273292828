import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { partialSpearman } from "../../src/statistics/partial-spearman.js";
import { averageRanks } from "../../src/statistics/ranks.js";
import { expectClose } from "./expect-close.js";

/** Ranks without what a straight line through the ranks of the size explains. */
function residuals(values: readonly number[], sizes: readonly number[]): number[] {
  const [y, x] = [averageRanks(values), averageRanks(sizes)];
  const mean = (values.length + 1) / 2;
  const products = x.reduce((sum, rank, index) => sum + (rank - mean) * (y[index]! - mean), 0);
  const slope = products / x.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  return Array.from(y, (rank, index) => rank - mean - slope * (x[index]! - mean));
}

/** Pearson's correlation of lists of mean 0. */
function correlation(x: readonly number[], y: readonly number[]): number {
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

describe("partialSpearman", () => {
  it("is the correlation of what size leaves of the ranks", () => {
    const random = new Random(3);
    for (let trial = 0; trial < 50; trial++) {
      const sizes = Array.from({ length: 30 }, () => random.below(12));
      const noisy = (noise: number): number[] => sizes.map((size) => size + random.below(noise));
      const [scores, quality] = [noisy(9), noisy(5)];
      const expected = correlation(residuals(scores, sizes), residuals(quality, sizes));
      expectClose(partialSpearman(scores, quality, sizes), expected, 1e-10);
    }
  });

  it("is near 0 for two that share nothing but size, where ρ is high", () => {
    const random = new Random(8);
    const sizes = Array.from({ length: 2000 }, () => random.normal());
    const noisy = (): number[] => sizes.map((size) => size + 0.5 * random.normal());
    expect(Math.abs(partialSpearman(noisy(), noisy(), sizes)!)).toBeLessThan(0.1);
  });

  it("is not defined where nothing is left of a ranking, or nothing varies", () => {
    const sizes = [1, 2, 3, 4, 5, 6, 7];
    const quality = [1, 3, 2, 5, 4, 7, 6];
    expect(partialSpearman(sizes, quality, sizes)).toBeUndefined();
    expect(partialSpearman(sizes.toReversed(), quality, sizes)).toBeUndefined();
    expect(partialSpearman(quality, sizes, sizes)).toBeUndefined();
    expect(partialSpearman(quality, quality, sizes.fill(3))).toBeUndefined();
    expect(partialSpearman([1, 1, 1], [1, 2, 3], [1, 3, 2])).toBeUndefined();
    expect(partialSpearman([], [], [])).toBeUndefined();
  });
});
