import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { resamples } from "../../src/statistics/resamples.js";

const all = (count: number, times: number, seed: number): number[][] =>
  Array.from(resamples([count], times, seed), (weights) => [...weights]);

describe("resamples", () => {
  it("are n draws each, by the seed, whether kept or not", () => {
    const random = new Random(7);
    const expected = Array.from({ length: 5 }, () => {
      const weights = new Array<number>(9).fill(0);
      for (let drawn = 0; drawn < 9; drawn++) weights[random.below(9)]!++;
      return weights;
    });
    expect(all(9, 5, 7)).toEqual(expected);
    expect(all(9, 3, 8)).not.toEqual(expected.slice(0, 3));
    expect(all(9, 5, 7)).toEqual(expected);
    const many = resamples([9], 1_000_000, 7);
    for (const weights of expected) expect([...(many.next().value as Int32Array)]).toEqual(weights);
  });

  it("are undisturbed by others in between", () => {
    const first = resamples([6], 4, 1);
    const seen = [[...(first.next().value as Int32Array)]];
    all(6, 4, 2);
    for (const weights of first) seen.push([...weights]);
    expect(seen).toEqual(all(6, 4, 1));
  });

  it("are none for no times, and empty for nothing", () => {
    expect(all(3, 0, 0)).toEqual([]);
    expect(all(0, 2, 0)).toEqual([[], []]);
  });
});
