import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capacityPairs, chosenPairs, scoresAt } from "../../src/alpha/alpha.js";
import { alphaFromLabels } from "../../src/alpha/benchmark-sampling.js";
import { crossFittedAlpha } from "../../src/alpha/cross-fitted.js";
import { UsageError } from "../../src/errors.js";
import { zerolm } from "../../src/proxy/zerolm.js";
import { Random } from "../../src/random/random.js";
import { kendall } from "../../src/statistics/kendall.js";
import { averageRanks } from "../../src/statistics/ranks.js";
import { oneLayer } from "../proxy/architectures.js";

const random = new Random(4);
const architectures = Array.from({ length: 63 }, () =>
  oneLayer(16 * (1 + random.below(8)), 16 * (1 + random.below(20)), 1 + random.below(4)),
);
const scorer = zerolm.scorer({ alpha: 0.8 });
const quality = architectures.map((one) => scorer.score(one).value + 0.002 * random.normal());

describe("crossFittedAlpha", () => {
  it("deals into folds that differ by one at most, each with the alpha of the others", () => {
    const { foldOf, alphas } = crossFittedAlpha(architectures, quality, { folds: 5, seed: 2 });
    const pairs = capacityPairs(architectures);
    for (const [fold, alpha] of alphas.entries()) {
      const outside = [...foldOf.keys()].filter((index) => foldOf[index] !== fold);
      expect([50, 51]).toContain(outside.length);
      expect(alpha).toBe(
        alphaFromLabels(
          chosenPairs(pairs, outside),
          outside.map((index) => quality[index]!),
        ),
      );
    }
  });

  it("never looks at the quality of what it scores", () => {
    const before = crossFittedAlpha(architectures, quality);
    const wrong = quality.map((value, index) => (before.foldOf[index] === 1 ? -value : value));
    const after = crossFittedAlpha(architectures, wrong);
    expect(after.alphas[1]).toBe(before.alphas[1]);
    for (const [index, fold] of before.foldOf.entries())
      if (fold === 1) expect(after.scores[index]).toBe(before.scores[index]);
    expect(after.alphas[0]).not.toBe(before.alphas[0]);
  });

  it("finds alpha and ranks each fold, its scores the whole as well", () => {
    const { alpha, kendall: tau, spearman, scores } = crossFittedAlpha(architectures, quality);
    expect(Math.abs(alpha.mean - 0.8)).toBeLessThan(0.15);
    expect(tau!.mean).toBeGreaterThan(0.9);
    expect(spearman!.mean).toBeGreaterThan(0.9);
    expect(Math.abs(kendall(scores, quality)! - tau!.mean)).toBeLessThan(0.03);
  });

  it("scores by the rank among all under the alpha of the fold, which is the one ranking where alphas agree", () => {
    const exact = architectures.map((one) => scorer.score(one).value);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.nat(1000), (folds, seed) => {
        const { alphas, scores } = crossFittedAlpha(architectures, exact, { folds, seed });
        if (alphas.some((alpha) => alpha !== alphas[0])) return;
        const whole = averageRanks(scoresAt(alphas[0]!, capacityPairs(architectures)));
        expect([...scores]).toEqual([...whole].map((rank) => (rank - 0.5) / architectures.length));
      }),
      { numRuns: 30 },
    );
  });

  it("is the same for the same seed", () => {
    expect(crossFittedAlpha(architectures, quality, { seed: 1 })).toEqual(
      crossFittedAlpha(architectures, quality, { seed: 1 }),
    );
  });

  it.each([0, 1, 32, 2.5, Number.NaN])("refuses %d folds", (folds) => {
    expect(() => crossFittedAlpha(architectures, quality, { folds })).toThrow(UsageError);
  });

  it("refuses labels that decide nothing", () => {
    const equal = quality.map(() => 1);
    expect(() => crossFittedAlpha(architectures, equal)).toThrow(UsageError);
  });
});

describe("scoresAt", () => {
  it("orders as the proxy does", () => {
    const own = scoresAt(0.8, capacityPairs(architectures));
    const scores = architectures.map((one) => scorer.score(one).value);
    expect(kendall(own, scores)).toBeCloseTo(1, 12);
  });
});
