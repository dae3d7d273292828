import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { learningCurve } from "../../src/predictor/learning-curve.js";
import { Random } from "../../src/random/random.js";
import { abortedAfter } from "../../testing/aborted-after.js";
import { benchmarkOf, randomEntries } from "./synthetic.js";

const benchmark = benchmarkOf(randomEntries(60, new Random(7)));

describe("learningCurve", () => {
  it("rises with labels, and is the same for the same seed", async () => {
    const options = { labels: [5, 30], draws: 8, seed: 3 };
    const curve = await learningCurve(benchmark, options);
    const [few, many] = curve;
    expect(many!.kendall.mean).toBeGreaterThan(few!.kendall.mean);
    expect(few!.kendall.mean).toBeGreaterThan(few!.priorKendall.mean - 0.01);
    for (const { coverage, spearman } of curve) {
      expect(coverage!.mean).toBeGreaterThan(0.75);
      expect(coverage!.mean).toBeLessThanOrEqual(1);
      expect(spearman.mean).toBeLessThanOrEqual(1);
    }
    expect(await learningCurve(benchmark, options)).toEqual(curve);
    expect(await learningCurve(benchmark, { ...options, seed: 4 })).not.toEqual(curve);
  });

  it("draws the same labels for a point, whatever other points there are", async () => {
    const [alone] = await learningCurve(benchmark, { labels: [10], draws: 3, seed: 0 });
    const [, beside] = await learningCurve(benchmark, { labels: [5, 10], draws: 3, seed: 0 });
    expect(beside).toEqual(alone);
  });

  it("ends with the draws that are finished once the host stops it", async () => {
    const options = { labels: [3, 4], draws: 3, seed: 0 };
    expect(await learningCurve(benchmark, options, { signal: { aborted: true } })).toEqual([]);
    const stopped = await learningCurve(benchmark, options, { signal: abortedAfter(3) });
    expect(stopped.map(({ labels, draws }) => [labels, draws])).toEqual([
      [3, 2],
      [4, 1],
    ]);
    const [two] = await learningCurve(benchmark, { ...options, draws: 2 });
    expect(stopped[0]).toEqual(two);
  });

  it.each([
    [{ labels: [1] }, "from 2 to 58, not 1"],
    [{ labels: [5, 59] }, "from 2 to 58, not 59"],
    [{ labels: [2.5] }, "not 2.5"],
    [{ draws: 0 }, "draws must be a whole number from 1"],
  ])("refuses %j", async (wrong, says) => {
    const call = () => learningCurve(benchmark, { labels: [5], draws: 1, seed: 0, ...wrong });
    await expect(call()).rejects.toThrow(UsageError);
    await expect(call()).rejects.toThrow(says);
  });
});
