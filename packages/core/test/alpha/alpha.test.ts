import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alphaCurve, bestFirst, capacityPairs, spearmanWith } from "../../src/alpha/alpha.js";
import { zerolm } from "../../src/proxy/zerolm.js";
import { kendall } from "../../src/statistics/kendall.js";
import { spearman } from "../../src/statistics/spearman.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { oneLayer, small } from "../proxy/architectures.js";

const grid = Array.from({ length: 31 }, (_, index) => (index - 15) / 10);
const pairs = { attention: Float64Array.of(1, 2, 3, 4), ffn: Float64Array.of(4, 1, 3, 2) };

describe("capacityPairs", () => {
  it("are whole numbers, whatever the initialisers of the architectures", () => {
    const pairs = capacityPairs([oneLayer(16, 64), oneLayer(32, 64, 3), small({ kind: "normal", std: 1 })]);
    expect([...pairs.attention]).toEqual([64, 384, 136]);
    expect([...pairs.ffn]).toEqual([128, 384, 136]);
  });

  it("order architectures as ZeroLM's scores do, ties included, at every alpha of the grid", () => {
    const several = fc.array(arbitraryArchitecture, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(several, fc.constantFrom(...grid), (list, alpha) => {
        const alike = list.map((one) => ({ ...one, initialiser: { kind: "normal", std: 0.02 } as const }));
        const scorer = zerolm.scorer({ alpha });
        const scores = alike.map((one) => scorer.score(one).value);
        const curve = alphaCurve(capacityPairs(alike), (ranking) => kendall(ranking, scores));
        const point = curve.find((entry) => entry.alpha === alpha);
        expect(point?.value).toBe(new Set(scores).size > 1 ? 1 : undefined);
      }),
      { numRuns: 50 },
    );
  });
});

describe("alphaCurve", () => {
  it("measures each alpha from -1.5 to 1.5 in steps of 0.1", () => {
    const curve = alphaCurve(pairs, (scores) => scores[0]);
    expect(curve.map(({ alpha }) => alpha)).toEqual(grid);
    // In hundredths: 100·(α·1 + (1 − α)·4).
    for (const { alpha, value } of curve) expect(value).toBe(Math.round(100 * (4 - 3 * alpha)));
  });

  it("leaves out where the measure is not defined", () => {
    const flat = { attention: Float64Array.of(1, 2), ffn: Float64Array.of(2, 1) };
    const curve = alphaCurve(flat, spearmanWith([1, 2]));
    expect(curve.map(({ alpha }) => alpha)).toEqual(grid.filter((alpha) => alpha !== 0.5));
  });

  it("measures other alphas of two decimals where they are asked for", () => {
    const curve = alphaCurve(pairs, (scores) => scores[0], [0.29, 0.57]);
    expect(curve).toEqual([
      { alpha: 0.29, value: 29 + 4 * 71 },
      { alpha: 0.57, value: 57 + 4 * 43 },
    ]);
  });

  it("takes Spearman's ρ of the score with a target", () => {
    const quality = [2, 1, 4, 3];
    const half = alphaCurve(pairs, spearmanWith(quality)).find(({ alpha }) => alpha === 0.5);
    expect(half?.value).toBe(spearman([5, 3, 6, 6], quality));
  });
});

describe("bestFirst", () => {
  it("puts the highest first, among equals the nearest to 0.5, and of two as near the lower", () => {
    const points = [0.7, 0.3, 1.5, 0.6, 0.4, 0.5, -1.5].map((alpha) => ({
      alpha,
      value: alpha === 1.5 ? 2 : 1,
    }));
    expect(bestFirst(points).map(({ alpha }) => alpha)).toEqual([1.5, 0.5, 0.4, 0.6, 0.3, 0.7, -1.5]);
    expect(points[0]?.alpha).toBe(0.7);
  });

  it("tells hundredths apart", () => {
    const points = [0.56, 0.46, 0.54].map((alpha) => ({ alpha, value: 0 }));
    expect(bestFirst(points).map(({ alpha }) => alpha)).toEqual([0.46, 0.54, 0.56]);
  });

  it("does so at every distance", () => {
    const flat = grid.map((alpha) => ({ alpha, value: 0 }));
    const order = bestFirst(flat).map(({ alpha }) => Math.round(10 * alpha));
    const expected = grid
      .map((alpha) => Math.round(10 * alpha))
      .sort((one, other) => Math.abs(one - 5) - Math.abs(other - 5) || one - other);
    expect(order).toEqual(expected);
  });
});
