import { expect, it } from "vitest";
import { rememberingLast } from "../src/remembering-last.js";

it("remembers what was made last, and only that", () => {
  let made = 0;
  const placeOf = rememberingLast((_one: object | undefined, _other: number) => made++);
  const key = {};
  expect([placeOf(key, 1), placeOf(key, 1)]).toEqual([0, 0]);
  expect([placeOf(key, 2), placeOf({}, 2), placeOf(key, 2), placeOf(undefined, 2)]).toEqual([1, 2, 3, 4]);
});
