import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlations, pairsThatAdd, partialKendall } from "../../src/statistics/correlations.js";
import { kendall } from "../../src/statistics/kendall.js";
import { normalQuantile, normalScores } from "../../src/statistics/normal-scores.js";

describe("normal scores", () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.025, -1.959963984540054],
    [0.9, 1.2815515655446004],
    [0.001, -3.090232306167813],
    [1e-9, -5.997807015007686],
    [1e-20, -9.262340089798409],
  ])("the quantile of %d is SciPy's", (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 13);
  });

  it("rise with the values, and are equal for equal ones", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 40 }), (values) => {
        const scores = normalScores(values);
        for (const [one, value] of values.entries())
          for (const [other, second] of values.entries())
            expect(Math.sign(scores[one]! - scores[other]!)).toBe(Math.sign(value - second));
        expect(scores.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

const a = { name: "a", scores: [1, 2, 3, 4, 5, 6] };
const almostA = { name: "almost a", scores: [1, 2, 3, 4, 6, 5] };
const b = { name: "b", scores: [3, 6, 1, 5, 2, 4] };
const minusB = { name: "minus b", scores: [-3, -6, -1, -5, -2, -4] };
const constant = { name: "constant", scores: [0, 0, 0, 0, 0, 0] };

describe("correlations", () => {
  it("are τ-b of each with each, like ones side by side", () => {
    const { names, values } = correlations([a, b, almostA, constant, minusB]);
    expect(names).toHaveLength(5);
    const place = (name: string): number => names.indexOf(name);
    expect(Math.abs(place("a") - place("almost a"))).toBe(1);
    expect(Math.abs(place("b") - place("minus b"))).toBe(1);
    expect(values[place("a")]?.[place("b")]).toBe(kendall(a.scores, b.scores));
    expect(values[place("b")]?.[place("minus b")]).toBe(-1);
    expect(values[place("constant")]?.[place("a")]).toBeUndefined();
  });

  it("compare within groups only", () => {
    const { values } = correlations([a, { name: "back", scores: [2, 1, 4, 3, 6, 5] }], [0, 0, 1, 1, 2, 2]);
    expect(values[0]?.[1]).toBe(-1);
  });
});

describe("pairs that add", () => {
  const quality = [2, 4, 1, 6, 3, 5];

  it("begin with the largest gain, by the sum of normal scores", () => {
    const pairs = pairsThatAdd([a, almostA, b, constant], quality);
    expect(pairs).toHaveLength(6);
    const gains = pairs.flatMap(({ gain }) => gain ?? []);
    expect(gains).toEqual(gains.toSorted((one, other) => other - one));
    expect(pairs[0]).toMatchObject({ second: "b" });
    expect(pairs[0]?.gain).toBeGreaterThan(0);
    const both = normalScores(a.scores).map((value, index) => value + normalScores(b.scores)[index]!);
    const pair = pairs.find(({ first, second }) => first === "a" && second === "b");
    expect(pair?.sum).toBe(kendall(both, quality));
    expect(pair?.partial).toBeCloseTo(
      partialKendall(
        kendall(b.scores, quality),
        kendall(a.scores, quality),
        kendall(a.scores, b.scores),
      ) as number,
      14,
    );
  });
});

describe("partial τ", () => {
  it("is the first order formula, and nothing where nothing is left", () => {
    expect(partialKendall(0.5, 0.4, 0.3)).toBeCloseTo((0.5 - 0.12) / Math.sqrt(0.91 * 0.84), 14);
    expect(partialKendall(0.5, 0.5, 1)).toBeUndefined();
    expect(partialKendall(undefined, 0.5, 0.1)).toBeUndefined();
  });
});
