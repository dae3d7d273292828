import { expect } from "vitest";

/** Both `undefined`, or both numbers that differ by at most `tolerance`. */
export function expectClose(
  actual: number | undefined,
  expected: number | undefined,
  tolerance = 1e-12,
): void {
  if (actual === undefined || expected === undefined) {
    expect(actual).toBe(expected);
    return;
  }
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance);
}
