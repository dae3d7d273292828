import { UsageError } from "../errors.js";
import type { Benchmark, BenchmarkEntry } from "./benchmark.js";

/**
 * The group of each network, in the order of the entries; `undefined` if there is only one, and all may be compared.
 *
 * @example
 * rankingReport(scores, quality, { within: groupsOf(benchmark.entries) });
 */
export function groupsOf(entries: readonly BenchmarkEntry[]): readonly string[] | undefined {
  const groups = entries.map(({ group = "" }) => group);
  return new Set(groups).size > 1 ? groups : undefined;
}

/**
 * Refuses a benchmark of several groups where a number is learnt from quality: it does not compare between groups.
 *
 * @throws {UsageError} that says how many there are and what to do
 */
export function requireOneGroup({ name, entries }: Pick<Benchmark, "name" | "entries">): void {
  const groups = groupsOf(entries);
  if (!groups) return;
  throw new UsageError(
    `${name} has ${new Set(groups).size} groups, and qualities of different groups cannot be compared, so they cannot be used together. Save the rows of one group as a separate table.`,
  );
}
