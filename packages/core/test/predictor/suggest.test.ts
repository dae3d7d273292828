import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { fitPredictorModel } from "../../src/predictor/fit.js";
import { fitPredictor } from "../../src/predictor/predictor.js";
import { gaussianProcess, whitened } from "../../src/predictor/regression/gaussian-process.js";
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
  const open = randomRows(10, new Random(2));
  const learnt = fitPredictorModel(randomRows(6, new Random(1)));
  const { model } = learnt;
  const { between, noise } = model.kernel;
  const points = open.map(model.task.point);

  /** By the definition: the variance over all candidates of a process that has some of them as labels too. */
  function variance(trained: readonly number[]): number {
    const known = [...model.task.points, ...trained.map((index) => points[index]!)];
    const covariance = known.flatMap((one, i) =>
      known.slice(0, i + 1).map((other, j) => between(one, other) + (i === j ? noise : 0)),
    );
    const { factor } = gaussianProcess(Float64Array.from(covariance), new Float64Array(known.length))!;
    return points.reduce((sum, point) => {
      const v = whitened(
        factor,
        Float64Array.from(known, (one) => between(one, point)),
      );
      return sum + between(point, point) - v.reduce((total, x) => total + x * x, 0);
    }, 0);
  }

  it("is the share of variance that the label takes away, and no other candidate takes more", () => {
    const suggestions = suggestRows(learnt, open, 4);
    const total = variance([]);
    const trained: number[] = [];
    for (const { index, gain } of suggestions) {
      const before = variance(trained);
      const gains = open.map((_, other) =>
        trained.includes(other) ? 0 : (before - variance([...trained, other])) / total,
      );
      expect(gain).toBeCloseTo(gains[index]!, 8);
      expect(gain).toBeCloseTo(Math.max(...gains), 8);
      trained.push(index);
    }
  });
});
