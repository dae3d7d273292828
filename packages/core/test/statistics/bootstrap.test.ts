import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { Random } from "../../src/random/random.js";
import {
  type BootstrapIntervals,
  bootstrapIntervals,
  type Interval,
} from "../../src/statistics/bootstrap.js";
import { kendall } from "../../src/statistics/kendall.js";
import { pairwiseAccuracy } from "../../src/statistics/pairwise-accuracy.js";
import { spearman } from "../../src/statistics/spearman.js";
import { bruteConcordance, type Point, point, xs, ys } from "./brute.js";
import { expectClose } from "./expect-close.js";

/** Writes every resample out and hands it to the plain statistics. */
function naive(list: readonly Point[], resamples: number, level: number, seed: number): BootstrapIntervals {
  const sorted = list.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const random = new Random(seed);
  const drawn = Array.from({ length: resamples }, () =>
    sorted.map(() => sorted[random.below(sorted.length)] as Point),
  );
  const interval = (statistic: Statistic): Interval | undefined => {
    const found = drawn.map((resample) => statistic(xs(resample), ys(resample), resample));
    const values = found.filter((value) => value !== undefined).sort((a, b) => a - b);
    if (values.length === 0) return undefined;
    return [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)];
  };
  return {
    spearman: interval((x, y) => spearman(x, y)),
    kendall: interval((x, y) => kendall(x, y)),
    kendallTauA: interval((x, y, drawn) => {
      const { concordant, discordant } = bruteConcordance(x, y);
      const { pairs } = bruteConcordance(x, y, (first, second) => drawn[first] !== drawn[second]);
      return kendall(x, y) === undefined ? undefined : (concordant - discordant) / pairs;
    }),
    pairwiseAccuracy: interval((x, y) => (kendall(x, y) === undefined ? undefined : pairwiseAccuracy(x, y))),
  };
}

type Statistic = (x: number[], y: number[], drawn: readonly Point[]) => number | undefined;

function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position % 1);
}

function expectSame(actual: Interval | undefined, expected: Interval | undefined): void {
  expectClose(actual?.[0], expected?.[0]);
  expectClose(actual?.[1], expected?.[1]);
}

/** Points of a bivariate normal with correlation `correlation`. */
function normalPoints(count: number, correlation: number, seed: number): Point[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const x = random.normal();
    return { x, y: correlation * x + Math.sqrt(1 - correlation ** 2) * random.normal() };
  });
}

describe("bootstrapIntervals", () => {
  it("agrees with a naive bootstrap, ties and all", () => {
    const list = fc.array(point, { maxLength: 15 });
    const level = fc.constantFrom(0.5, 0.9, 0.95);
    fc.assert(
      fc.property(list, level, fc.integer(), (some, share, seed) => {
        const fast = bootstrapIntervals(xs(some), ys(some), { resamples: 50, level: share, seed });
        const slow = naive(some, 50, share, seed);
        expectSame(fast.spearman, slow.spearman);
        expectSame(fast.kendall, slow.kendall);
        expectSame(fast.kendallTauA, slow.kendallTauA);
        expectSame(fast.pairwiseAccuracy, slow.pairwiseAccuracy);
      }),
    );
  });

  it("agrees with a naive bootstrap of 500 points", () => {
    const list = normalPoints(500, 0.8, 3).map(({ x, y }) => ({ x: Math.round(20 * x), y }));
    const fast = bootstrapIntervals(xs(list), ys(list), { resamples: 100, seed: 5 });
    const slow = naive(list, 100, 0.95, 5);
    expectSame(fast.spearman, slow.spearman);
    expectSame(fast.kendall, slow.kendall);
  });

  it("gives the same for the same seed and something else for another", () => {
    const list = normalPoints(50, 0.5, 1);
    const run = (seed?: number) => bootstrapIntervals(xs(list), ys(list), { resamples: 200, seed });
    expect(run(7)).toEqual(run(7));
    expect(run(8)).not.toEqual(run(7));
    expect(run()).toEqual(run(0));
  });

  it("gives the same on every machine and in every version", () => {
    const x = Array.from({ length: 30 }, (_, index) => index);
    const y = x.map((value) => (value * 7) % 30);
    const { spearman: rho, kendall: tau } = bootstrapIntervals(x, y);
    expect(rho).toMatchInlineSnapshot(`
      [
        -0.2477751245847176,
        0.4748636806275532,
      ]
    `);
    expect(tau).toMatchInlineSnapshot(`
      [
        -0.16788875911914547,
        0.3476549865229108,
      ]
    `);
  });

  it("depends on the set of points alone, up to monotone changes", () => {
    const list = normalPoints(40, 0.6, 2);
    const expected = bootstrapIntervals(xs(list), ys(list), { resamples: 100 });
    const reversed = list.toReversed();
    expect(bootstrapIntervals(xs(reversed), ys(reversed), { resamples: 100 })).toEqual(expected);
    const exponential = xs(list).map(Math.exp);
    expect(bootstrapIntervals(exponential, ys(list), { resamples: 100 })).toEqual(expected);
  });

  it("holds the estimate, and narrows with a lower level and with more points", () => {
    const width = (count: number, level: number) => {
      const list = normalPoints(count, 0.7, 4);
      const { spearman: rho, kendall: tau } = bootstrapIntervals(xs(list), ys(list), { level });
      expect(rho![0]).toBeLessThan(spearman(xs(list), ys(list))!);
      expect(rho![1]).toBeGreaterThan(spearman(xs(list), ys(list))!);
      expect(tau![0]).toBeLessThan(kendall(xs(list), ys(list))!);
      expect(tau![1]).toBeGreaterThan(kendall(xs(list), ys(list))!);
      return tau![1] - tau![0];
    };
    expect(width(100, 0.5)).toBeLessThan(width(100, 0.95));
    expect(width(1000, 0.95)).toBeLessThan(width(100, 0.95) / 2);
  });

  it("covers the true value about as often as it claims", () => {
    const correlation = 0.6;
    const trueTau = (2 / Math.PI) * Math.asin(correlation);
    const trueRho = (6 / Math.PI) * Math.asin(correlation / 2);
    let tauInside = 0;
    let rhoInside = 0;
    for (let trial = 0; trial < 400; trial++) {
      const list = normalPoints(80, correlation, 1000 + trial);
      const { spearman: rho, kendall: tau } = bootstrapIntervals(xs(list), ys(list), {
        resamples: 400,
        seed: trial,
      });
      if (tau![0] <= trueTau && trueTau <= tau![1]) tauInside++;
      if (rho![0] <= trueRho && trueRho <= rho![1]) rhoInside++;
    }
    // Four standard deviations of a binomial count about 95 %, and a little more room below: the method is approximate.
    expect(tauInside / 400).toBeGreaterThan(0.9);
    expect(tauInside / 400).toBeLessThan(0.99);
    expect(rhoInside / 400).toBeGreaterThan(0.9);
    expect(rhoInside / 400).toBeLessThan(0.99);
  });

  it("leaves out resamples that are constant", () => {
    expect(bootstrapIntervals([1, 2], [1, 2])).toEqual({
      spearman: [1, 1],
      kendall: [1, 1],
      kendallTauA: [1, 1],
      pairwiseAccuracy: [1, 1],
    });
  });

  it("is undefined without a correlation or without resamples", () => {
    const none = {
      spearman: undefined,
      kendall: undefined,
      kendallTauA: undefined,
      pairwiseAccuracy: undefined,
    };
    expect(bootstrapIntervals([], [])).toEqual(none);
    expect(bootstrapIntervals([1], [1])).toEqual(none);
    expect(bootstrapIntervals([1, 1, 1], [1, 2, 3])).toEqual(none);
    expect(bootstrapIntervals([1, 2, 3], [1, 2, 3], { resamples: 0 })).toEqual(none);
  });

  it("refuses options out of range", () => {
    const attempt = (options: object) => () => bootstrapIntervals([1, 2], [1, 2], options);
    expect(attempt({ resamples: -1 })).toThrow(UsageError);
    expect(attempt({ resamples: 1.5 })).toThrow(/resamples is 1.5/);
    expect(attempt({ level: 1 })).toThrow(/level is 1/);
    expect(attempt({ level: Number.NaN })).toThrow(/level is NaN/);
    expect(attempt({ seed: 0.5 })).toThrow(/seed is 0.5/);
  });
});
