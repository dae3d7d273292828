import { studentReach, studentTail } from "../../statistics/student.js";
import type { Row } from "./model.js";
import type { Believed } from "./posterior.js";
import type { Warp } from "./warp.js";

/** What lies below and above an interval of 95 %. */
const outside = 0.025;

/**
 * Where the quality of one training run lies with probability .95, by all models that are plausible: the quantiles of their mixture. Each
 * model says Student's distribution with one degree of freedom fewer than there are labels, for the labels also had to say on what scale
 * quality varies.
 *
 * @example
 * const [low, high] = intervalOf(fit.posterior(), row);
 */
export function intervalOf(models: readonly Believed[], row: Row): readonly [number, number] {
  const parts = models.map(({ model, weight }) => {
    const { mean, variance } = model.belief(row);
    return { weight, mean, deviation: Math.sqrt(variance + model.kernel.noise), warp: model.task.warp };
  });
  const degrees = (models[0]?.model.task.points.length ?? 2) - 1;
  const { tail, reach } = tableOf(degrees);
  const end = (side: -1 | 1): number => {
    const own = parts.map(({ mean, deviation, warp }) => warp.back(mean + side * reach * deviation));
    const beyond = (quality: number): number => {
      let sum = -outside;
      let modelled = 0;
      let last: Warp | undefined;
      for (const { weight, mean, deviation, warp } of parts) {
        if (warp !== last) modelled = warp.forward(quality); // models of one view come one after the other
        last = warp;
        const away = (side * (modelled - mean)) / deviation;
        sum += weight * (away > 0 ? tail(away) / 2 : 1 - tail(-away) / 2);
      }
      return sum;
    };
    return rootBetween(beyond, Math.min(...own), Math.max(...own));
  };
  return [end(-1), end(1)];
}

/** Where a monotone function is 0: false position, with the Illinois rule against a lame end (Dowell & Jarratt, BIT 11, 1971). */
function rootBetween(of: (x: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  let [fa, fb] = [of(a), of(b)];
  if (fa * fb >= 0) return Math.abs(fa) < Math.abs(fb) ? a : b;
  for (let count = 0; count < 60; count++) {
    const x = (a * fb - b * fa) / (fb - fa);
    const fx = of(x);
    if (fx * fb < 0) [a, fa] = [b, fb];
    else fa /= 2;
    [b, fb] = [x, fx];
    if (Math.abs(fx) < 1e-10) break;
  }
  return b;
}

/** Student's distribution of some degrees of freedom, at the points of a grid. */
interface Table {
  /** Both tails beyond t, from 0. */
  readonly tail: (t: number) => number;
  /** What 95 % lie within. */
  readonly reach: number;
}

/** Every prediction asks hundreds of times; between the points a line is right to 1e-3 of what it says. */
const points = 2048;

let last: (Table & { readonly degrees: number }) | undefined;

/** The grid is one of angles φ with tan φ = t/√ν, in which the tail of one degree is a straight line, and that of many is smooth. */
function tableOf(degrees: number): Table {
  if (last?.degrees === degrees) return last;
  const root = Math.sqrt(degrees);
  const tails = Float64Array.from({ length: points + 1 }, (_, place) =>
    place === points ? 0 : studentTail(root * Math.tan((place / points) * (Math.PI / 2)), degrees),
  );
  const tail = (t: number): number => {
    const place = (Math.atan(t / root) / (Math.PI / 2)) * points;
    const below = Math.min(Math.floor(place), points - 1);
    return tails[below] + (tails[below + 1] - tails[below]) * (place - below);
  };
  last = { degrees, tail, reach: studentReach(1 - 2 * outside, degrees) };
  return last;
}
