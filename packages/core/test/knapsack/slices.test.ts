import { expect, test } from "vitest";
import { inSlices } from "../../src/knapsack/slices.js";

/** A solver that needs so many seconds, and what it was given. */
function solverOf(needed: number) {
  const given: number[] = [];
  const run = (seconds: number) => {
    given.push(seconds);
    return { cutShort: seconds < needed, seconds };
  };
  return { run, given };
}

const forever = (): number => Number.POSITIVE_INFINITY;

test("a solver that is quick runs once", async () => {
  const { run, given } = solverOf(1);
  expect(await inSlices(run, forever, () => undefined)).toMatchObject({ cutShort: false });
  expect(given).toEqual([2]);
});

test("one that is slow gets twice the time until it is done", async () => {
  const { run, given } = solverOf(12);
  expect(await inSlices(run, forever, () => undefined)).toMatchObject({ cutShort: false });
  expect(given).toEqual([2, 4, 8, 16]);
});

test("a stop between two slices ends it with what is known", async () => {
  const { run, given } = solverOf(100);
  let stopped = false;
  const between = ({ seconds }: { seconds: number }): void => {
    stopped = seconds === 4;
  };
  expect(await inSlices(run, () => (stopped ? 0 : 1000), between)).toEqual({ cutShort: true, seconds: 4 });
  expect(given).toEqual([2, 4]);
});

test("no slice is longer than the time that is left", async () => {
  const { run, given } = solverOf(100);
  let left = 5;
  const between = ({ seconds }: { seconds: number }): void => {
    left -= seconds;
  };
  expect(await inSlices(run, () => left, between)).toMatchObject({ cutShort: true });
  expect(given).toEqual([2, 3]);
});
