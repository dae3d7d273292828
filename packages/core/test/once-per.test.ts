import { describe, expect, it } from "vitest";
import { oncePer } from "../src/once-per.js";

describe("oncePer", () => {
  it("makes one value for the same objects, numbers and texts", () => {
    let made = 0;
    const pairOf = oncePer((one: object, other: object | number | string) => ({ one, other, place: made++ }));
    const [here, there] = [{}, {}];
    expect(pairOf(here, there)).toBe(pairOf(here, there));
    expect(pairOf(here, 3)).toBe(pairOf(here, 3));
    expect(pairOf(here, "3")).toBe(pairOf(here, "3"));
    expect(made).toBe(3);
    expect(pairOf(there, here)).toEqual({ one: there, other: here, place: 3 });
    expect(pairOf({}, there).place).toBe(4);
  });

  it("tells a key from one that begins with it", () => {
    const key = {};
    const listOf = oncePer((_key: object, ...others: number[]) => [...others]);
    expect([listOf(key), listOf(key, 1), listOf(key, 1, 2), listOf(key, 2)]).toEqual([[], [1], [1, 2], [2]]);
  });
});
