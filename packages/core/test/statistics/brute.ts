import fc from "fast-check";
import type { Concordance } from "../../src/statistics/kendall.js";

/** One architecture as the statistics see it. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Small integers, so that ties abound; now and then any double, so that nothing rests on integers. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);

export const point: fc.Arbitrary<Point> = fc.record({ x: value, y: value });

export const points: fc.Arbitrary<Point[]> = fc.array(point, { maxLength: 40 });

export const xs = (list: readonly Point[]): number[] => list.map((entry) => entry.x);
export const ys = (list: readonly Point[]): number[] => list.map((entry) => entry.y);

/** Counts pairs straight from the definition, only those that `counts` admits. */
export function bruteConcordance(
  x: readonly number[],
  y: readonly number[],
  admits: (first: number, second: number) => boolean = () => true,
): Concordance {
  const found = { concordant: 0, discordant: 0, tiedX: 0, tiedY: 0, tiedBoth: 0, pairs: 0 };
  for (let second = 0; second < x.length; second++) {
    for (let first = 0; first < second; first++) {
      if (!admits(first, second)) continue;
      found.pairs++;
      found[relation(x[first]!, x[second]!, y[first]!, y[second]!)]++;
    }
  }
  return found;
}

function relation(x1: number, x2: number, y1: number, y2: number): Exclude<keyof Concordance, "pairs"> {
  if (x1 === x2) return y1 === y2 ? "tiedBoth" : "tiedX";
  if (y1 === y2) return "tiedY";
  return x1 < x2 === y1 < y2 ? "concordant" : "discordant";
}

/** τ-b with its two square roots apart, as SciPy writes it. */
export function bruteTauB({ concordant, discordant, tiedX, tiedY }: Concordance): number | undefined {
  const untied = concordant + discordant;
  if (untied + tiedX === 0 || untied + tiedY === 0) return undefined;
  return (concordant - discordant) / Math.sqrt(untied + tiedX) / Math.sqrt(untied + tiedY);
}

/** Every order of a short list. */
export function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((head, index) => permutations(list.toSpliced(index, 1)).map((tail) => [head, ...tail]));
}
