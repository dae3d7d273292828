import { describe, expect, it } from "vitest";
import { calibrate } from "../../src/alpha/calibration.js";
import type { Benchmark } from "../../src/benchmark/benchmark.js";
import { InterruptedError, UsageError } from "../../src/errors.js";
import { zerolm } from "../../src/proxy/zerolm.js";
import { Random } from "../../src/random/random.js";
import { abortedAfter } from "../../testing/aborted-after.js";
import { oneLayer } from "../proxy/architectures.js";

/** Architectures whose quality is their ZeroLM score at an alpha, plus noise. */
function synthetic(alpha: number, noise: number, size = 60): Benchmark {
  const random = new Random(12);
  const scorer = zerolm.scorer({ alpha });
  const entries = Array.from({ length: size }, (_, index) => {
    const depth = 1 + random.below(4);
    const hidden = 16 * (1 + random.below(8));
    const architecture = oneLayer(hidden, 16 * (1 + random.below(20)), depth);
    const quality = scorer.score(architecture).value + noise * random.normal();
    return { id: String(index), architecture, quality, macro: { depth, hidden } };
  });
  const quality = { quality: "score", qualityName: "score", qualities: ["score"] };
  return { name: "synthetic", ...quality, reading: undefined, entries };
}

const options = { labels: 20, draws: 30, seed: 1 };

describe("calibrate", () => {
  it("finds alpha and ranks the rest where the truth is a ZeroLM score", async () => {
    const { alpha, spearman, kendall, labels, draws } = await calibrate(synthetic(0.8, 0), options);
    expect([labels, draws]).toEqual([20, 30]);
    expect(Math.abs(alpha.mean - 0.8)).toBeLessThan(0.1);
    expect(spearman.mean).toBeGreaterThan(0.99);
    expect(kendall.mean).toBeGreaterThan(0.95);
  });

  it("spreads more with fewer labels and more noise", async () => {
    const noisy = synthetic(0.8, 0.05);
    const few = await calibrate(noisy, { ...options, labels: 5 });
    const many = await calibrate(noisy, { ...options, labels: 40 });
    expect(few.alpha.standardDeviation).toBeGreaterThan(many.alpha.standardDeviation);
    expect((await calibrate(synthetic(0.8, 0), options)).kendall.mean).toBeGreaterThan(many.kendall.mean);
  });

  it("judges by the architectures whose labels were not seen", async () => {
    // Two are left, so that each draw is all right or all wrong: τ is 1 or −1.
    const draws = 40;
    const { kendall } = await calibrate(synthetic(0.8, 0.5), { labels: 58, draws, seed: 1 });
    expect(Math.abs(kendall.mean)).toBeLessThan(1);
    expect(kendall.standardDeviation ** 2).toBeCloseTo((draws / (draws - 1)) * (1 - kendall.mean ** 2), 10);
  });

  it("judges the alpha that needs no labels by the same architectures", async () => {
    const benchmark = synthetic(0.5, 0.05);
    const { kendall, defaultKendall } = await calibrate(benchmark, options);
    expect(defaultKendall.mean).toBeGreaterThanOrEqual(kendall.mean);
    expect((await calibrate(synthetic(0.8, 0), options)).defaultKendall.mean).toBeLessThan(0.95);
  });

  it("is decided by the seed", async () => {
    const benchmark = synthetic(0.3, 0.05);
    expect(await calibrate(benchmark, options)).toEqual(await calibrate(benchmark, options));
    expect(await calibrate(benchmark, { ...options, seed: 2 })).not.toEqual(
      await calibrate(benchmark, options),
    );
  });

  it("ends with the draws that are finished once the host stops it", async () => {
    const benchmark = synthetic(0.3, 0.05);
    const stopped = await calibrate(benchmark, options, { signal: abortedAfter(4) });
    expect(stopped).toEqual(await calibrate(benchmark, { ...options, draws: 4 }));
    await expect(calibrate(benchmark, options, { signal: abortedAfter(0) })).rejects.toThrow(
      InterruptedError,
    );
  });

  it("has no spread in one draw", async () => {
    expect((await calibrate(synthetic(0.3, 0.05), { ...options, draws: 1 })).alpha.standardDeviation).toBe(0);
  });

  it.each([
    { labels: 1 },
    { labels: 59 },
    { labels: 2.5 },
    { labels: Number.NaN },
    { draws: 0 },
    { draws: -1 },
    { draws: Number.NaN },
  ])("refuses $labels labels, $draws draws", async (wrong) => {
    await expect(calibrate(synthetic(0.5, 0), { ...options, ...wrong })).rejects.toThrow(UsageError);
  });
});
