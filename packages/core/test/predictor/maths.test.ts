import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussianProcess, inverseOf, whitened } from "../../src/predictor/regression/gaussian-process.js";
import { hyperPriors } from "../../src/predictor/regression/kernel.js";
import { minimise } from "../../src/predictor/regression/minimise.js";
import { labelsOf, taskOf } from "../../src/predictor/regression/model.js";
import { objectiveOf } from "../../src/predictor/regression/objective.js";
import { inverseYeoJohnson, standardOf, warpOf, yeoJohnson } from "../../src/predictor/regression/warp.js";
import { Random } from "../../src/random/random.js";
import { randomRows } from "./synthetic.js";

const lambda = fc.constantFrom(0, 0.5, 1, 1.5, 2);

describe("warp", () => {
  const y = fc.double({ min: -50, max: 50, noNaN: true });

  it("is undone by its inverse, and rises", () => {
    fc.assert(
      fc.property(y, y, lambda, (one, other, exponent) => {
        const bent = yeoJohnson(one, exponent).value;
        expect(Math.abs(inverseYeoJohnson(bent, exponent) - one)).toBeLessThan(1e-9 * (1 + Math.abs(one)));
        if (one < other - 1e-6) expect(bent).toBeLessThan(yeoJohnson(other, exponent).value);
      }),
    );
  });

  it("says its slope", () => {
    fc.assert(
      fc.property(y, lambda, (one, exponent) => {
        const step = 1e-5 * (1 + Math.abs(one));
        const rise = yeoJohnson(one + step, exponent).value - yeoJohnson(one - step, exponent).value;
        expect(Math.log(rise / (2 * step))).toBeCloseTo(yeoJohnson(one, exponent).logSlope, 4);
      }),
    );
  });

  it("is finite on the way back, however far a prediction lies", () => {
    for (const far of [-1e300, -1e6, 1e6, 1e300])
      for (const exponent of [0, 1, 2]) expect(inverseYeoJohnson(far, exponent)).toSatisfy(Number.isFinite);
  });

  it("standardises before and after, and gives labels back", () => {
    const quality = [53, 60, 64, 65, 66, 66.5, 67];
    const warp = warpOf(quality, 2);
    const modelled = quality.map(warp.forward);
    expect(standardOf(modelled).centre).toBeCloseTo(0, 12);
    expect(standardOf(modelled).scale).toBeCloseTo(1, 12);
    for (const [index, value] of modelled.entries()) expect(warp.back(value)).toBeCloseTo(quality[index]!, 9);
  });

  it("leaves a constant a constant", () => {
    expect(standardOf([3, 3, 3])).toEqual({ centre: 3, scale: 1 });
    const { forward, back, logSlope } = warpOf([3, 3, 3], 2);
    expect([forward(3), back(0), logSlope]).toEqual([0, 3, 0]);
  });
});

describe("minimise", () => {
  it("finds the bottom of Rosenbrock's valley", () => {
    const valley = ([x = 0, y = 0]: Float64Array) => ({
      value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
      gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    });
    const { x, value } = minimise(valley, Float64Array.of(-1.2, 1));
    expect(value).toBeLessThan(1e-4);
    expect(x[0]).toBeCloseTo(1, 1);
  });

  it("never ends above its start, and steps back from where the function has no value", () => {
    const wall = ([x = 0]: Float64Array) => ({
      value: x > 1 ? Number.NaN : -x,
      gradient: Float64Array.of(-1),
    });
    const { x, value } = minimise(wall, Float64Array.of(0));
    expect(value).toBeLessThan(0);
    expect(x[0]).toBeLessThanOrEqual(1);
  });
});

describe("gaussianProcess", () => {
  /** The lower triangle of AAᵀ + I. */
  function triangle(size: number, seed: number): Float64Array {
    const random = new Random(seed);
    const a = Array.from({ length: size }, () => Array.from({ length: size }, () => random.normal()));
    return Float64Array.from(
      a.flatMap((row, i) =>
        a.slice(0, i + 1).map((other, j) => row.reduce((sum, x, k) => sum + x * other[k]!, i === j ? 1 : 0)),
      ),
    );
  }
  const at = (packed: Float64Array, i: number, j: number): number =>
    packed[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)]!;

  it.each([1, 2, 5, 30])("inverts and whitens a matrix of %i rows", (size) => {
    const covariance = triangle(size, size);
    const process = gaussianProcess(covariance, new Float64Array(size).fill(1))!;
    const inverse = inverseOf(process.factor, size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += at(covariance, i, k) * at(inverse, k, j);
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 8);
      }
    const v = whitened(
      process.factor,
      Float64Array.from({ length: size }, (_, i) => at(covariance, i, 0)),
    );
    expect(v.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(at(covariance, 0, 0), 8);
  });

  it("is undefined where the covariance is not positive definite or not finite", () => {
    expect(gaussianProcess(Float64Array.of(1, 2, 1), Float64Array.of(0, 0))).toBeUndefined();
    expect(gaussianProcess(Float64Array.of(Number.POSITIVE_INFINITY), Float64Array.of(0))).toBeUndefined();
  });
});

describe("objective", () => {
  it.each([2, 7, 25])("has the gradient that differences show, %i labels", (count) => {
    const random = new Random(count);
    const objective = objectiveOf(taskOf(labelsOf(randomRows(count, random)), 2));
    const theta = Float64Array.from(hyperPriors, ({ mean }) => mean + 0.4 * random.normal());
    const { gradient } = objective(theta);
    for (const index of theta.keys()) {
      const moved = (by: number) => objective(theta.map((x, i) => (i === index ? x + by : x))).value;
      expect(gradient[index]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 4);
    }
  });
});
