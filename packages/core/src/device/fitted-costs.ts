import type { Work } from "./layer-work.js";

/** Seconds of one unit of each kind of work. */
export type WorkCosts = Readonly<Record<string, number>>;

/** Something that was timed. */
export interface TimedWork {
  readonly work: Work;
  readonly seconds: number;
}

const sweeps = 20_000;

/** A sweep that changes no cost by more than this share ends the fit. */
const precision = 1e-10;

/**
 * What each kind of work costs: the costs from 0 upwards with the least sum of squared relative errors (non-negative least squares, by coordinate descent;
 * Franc et al. 2005). No cost is negative, so that more work never takes less time.
 *
 * @param timed at least one
 * @example
 * fittedCosts([{ work: { bytes: 4e6 }, seconds: 2e-4 }]); // { bytes: 5e-11 }
 */
export function fittedCosts(timed: readonly TimedWork[]): WorkCosts {
  const names = [...new Set(timed.flatMap(({ work }) => Object.keys(work)))];
  // Relative amounts: what a unit adds to the prediction, as a share of what was measured.
  const rows = timed.map(({ work, seconds }) => names.map((name) => (work[name] ?? 0) / seconds));
  const scales = names.map((_, col) => Math.sqrt(sumOf(rows.map((row) => (row[col] as number) ** 2))) || 1);
  const scaled = rows.map((row) => row.map((amount, col) => amount / (scales[col] as number)));
  const gram = names.map((_, a) =>
    names.map((_name, b) => sumOf(scaled.map((row) => (row[a] as number) * (row[b] as number)))),
  );
  const target = names.map((_, col) => sumOf(scaled.map((row) => row[col] as number)));
  const costs = descended(gram, target);
  return Object.fromEntries(
    names.map((name, col) => [name, (costs[col] as number) / (scales[col] as number)]),
  );
}

/** Minimises ½·xᵀGx − xᵀt over x ≥ 0. */
function descended(gram: readonly (readonly number[])[], target: readonly number[]): number[] {
  const costs = target.map(() => 0);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let moved = 0;
    for (const [col, row] of gram.entries()) {
      const own = row[col] as number;
      if (own === 0) continue;
      const slope = row.reduce((sum, entry, index) => sum + entry * (costs[index] as number), 0);
      const next = Math.max(0, (costs[col] as number) - (slope - (target[col] as number)) / own);
      moved = Math.max(moved, Math.abs(next - (costs[col] as number)));
      costs[col] = next;
    }
    if (moved < precision) break;
  }
  return costs;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** The seconds that some work is predicted to take. */
export const predictedSeconds = (costs: WorkCosts, work: Work): number =>
  sumOf(Object.entries(work).map(([name, amount]) => amount * (costs[name] ?? 0)));
