import { expect } from "vitest";

/** Arithmetic mean. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample (n − 1). */
export function standardDeviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Expects the mean of a sample to be within three of its standard errors.
 *
 * Seeds are fixed, so a test passes always or never; a right expectation fails for one seed in 370.
 */
export function expectMean(values: readonly number[], expected: number): void {
  const error = standardDeviation(values) / Math.sqrt(values.length);
  const away = Math.abs(mean(values) - expected);
  expect(away, `mean ${mean(values)} against ${expected}, standard error ${error}`).toBeLessThanOrEqual(
    3 * error,
  );
}

/** How often each whole number below `size` was drawn. */
export function countsOf(draws: Iterable<number>, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const drawn of draws) counts[drawn] = (counts[drawn] ?? 0) + 1;
  return counts;
}

/**
 * Expects counts to follow a distribution, by Pearson's χ² at four standard deviations (Wilson & Hilferty's approximation;
 * p ≈ 3·10⁻⁵). Cells that are too rare for χ² (fewer than five expected) are thrown together, rarest first, until what they hold is
 * expected five times.
 *
 * Fails where that leaves fewer than two cells: such draws say nothing, and a test of them would pass whatever was drawn.
 *
 * @param shares probabilities, one a cell; default: all equal
 */
export function expectDistribution(
  counts: readonly number[],
  shares: readonly number[] = counts.map(() => 1 / counts.length),
): void {
  expect(counts).toHaveLength(shares.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cells = counts.map((count, index) => ({ count, expected: total * (shares[index] as number) }));
  for (const { count } of cells.filter(({ expected }) => expected === 0)) expect(count).toBe(0);
  const used = pooled(cells.filter(({ expected }) => expected > 0));
  expect(used.length, `cells of ${total} draws; draw more, or compare fewer cells`).toBeGreaterThan(1);
  const square = used.reduce((sum, { count, expected }) => sum + (count - expected) ** 2 / expected, 0);
  expect(square, `χ² of ${counts.slice(0, 50).join(" ")}`).toBeLessThan(criticalSquare(used.length - 1));
}

interface Cell {
  readonly count: number;
  readonly expected: number;
}

function pooled(cells: readonly Cell[]): Cell[] {
  const [first, second, ...rest] = cells.toSorted((one, other) => one.expected - other.expected);
  if (!first || !second || first.expected >= 5) return [...cells];
  return pooled([{ count: first.count + second.count, expected: first.expected + second.expected }, ...rest]);
}

function criticalSquare(degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + 4 * Math.sqrt(spread)) ** 3;
}
