import { contentOf } from "../architecture/content.js";
import { UsageError } from "../errors.js";
import { leastOver, mostOver } from "../extremes.js";
import { parameters } from "../proxy/sizes.js";
import type { Benchmark, BenchmarkEntry, LeftOut } from "./benchmark.js";
import { groupsOf } from "./groups.js";

/** Fewer architectures than this are not judged: a ranking of four has 24 outcomes. */
export const minimumEntries = 5;

/** The smallest and the largest of some numbers. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** What a benchmark holds, as far as it matters to a ranking. */
export interface BenchmarkSurvey {
  readonly architectures: number;
  /** Groups of networks whose qualities may be compared; 1 if all may. */
  readonly groups: number;
  readonly quality: Range;
  /** Networks that share their quality with another one of their group. */
  readonly tiedQuality: number;
  /** Networks whose architecture, its name left out, is that of an earlier one of their group. */
  readonly repeatedArchitectures: number;
  readonly depth: Range;
  readonly hidden: Range;
  readonly parameters: Range;
  /** Rows of the file that are no networks of the benchmark, and why. */
  readonly leftOut: readonly LeftOut[];
  /** What has to be known of how the rows were read. */
  readonly notes: readonly string[];
  /**
   * How many published parameter counts there are, how many of them are ours too, and the largest difference as a share. What belongs to
   * no matrix is added to ours before.
   */
  readonly publishedParameters: {
    readonly there: number;
    readonly equal: number;
    readonly largestDifference: number;
    /** Why they differ, or what was done so that they do not. */
    readonly note?: string | undefined;
  };
  /** Published scores: how many networks have one, by proxy. */
  readonly publishedScores: Readonly<Record<string, number>>;
  /** Columns that are neither known nor numbers. */
  readonly ignoredColumns: readonly string[];
}

/**
 * Counts what is in a benchmark, what ties, what repeats and what is missing.
 *
 * @example
 * surveyBenchmark(table.read(text, {})).tiedQuality;
 */
export function surveyBenchmark(benchmark: Benchmark): BenchmarkSurvey {
  const { entries, publishedScores = {}, ignoredColumns = [] } = benchmark;
  const { leftOut = [], notes = [], countsNote: note } = benchmark;
  const size = parameters.scorer();
  const sizes = entries.map(({ architecture }) => size.score(architecture).value);
  const counted = entries.map(({ uncountedParameters = 0 }, index) => sizes[index]! + uncountedParameters);
  const published = entries.map((entry) => entry.publishedParameters);
  return {
    architectures: entries.length,
    groups: new Set(groupsOf(entries) ?? [""]).size,
    leftOut,
    notes,
    quality: rangeOf(entries.map(({ quality }) => quality)),
    tiedQuality: tied(entries.map(qualityKey)),
    repeatedArchitectures: entries.length - new Set(entries.map(entryContent)).size,
    depth: rangeOf(entries.map(({ macro }) => macro.depth)),
    hidden: rangeOf(entries.map(({ macro }) => macro.hidden)),
    parameters: rangeOf(sizes),
    publishedParameters: { ...compared(published, counted), ...(note === undefined ? {} : { note }) },
    publishedScores: Object.fromEntries(
      Object.entries(publishedScores).map(([name, scores]) => [
        name,
        scores.filter((score) => score !== undefined).length,
      ]),
    ),
    ignoredColumns,
  };
}

/**
 * Refuses a benchmark by which no ranking can be judged.
 *
 * @throws {UsageError} for fewer than five networks, and where all, or all of each group, have one quality
 */
export function requireRankable({ name, entries, leftOut = [] }: Benchmark): void {
  const without = leftOut.map(({ reason, count }) => `, and ${count} with ${reason}`).join("");
  if (entries.length < minimumEntries)
    throw new UsageError(
      `${name} has ${entries.length} architecture${entries.length === 1 ? "" : "s"}${without}. At least ${minimumEntries} are needed to evaluate a ranking.`,
    );
  const groups = groupsOf(entries);
  if (groups && new Set(entries.map(qualityKey)).size === new Set(groups).size)
    throw new UsageError(
      `in each of the ${new Set(groups).size} groups of ${name}, all architectures have the same quality, so there is no order to find`,
    );
  if (entries.every(({ quality }) => quality === entries[0]?.quality))
    throw new UsageError(
      `all ${entries.length} architectures of ${name} have the quality ${entries[0]?.quality}, so there is no order to find`,
    );
}

function compared(published: readonly (number | undefined)[], ours: readonly number[]) {
  const differences = published.flatMap((count, index) =>
    count === undefined ? [] : [Math.abs((ours[index] as number) - count) / count],
  );
  return {
    there: differences.length,
    equal: differences.filter((difference) => difference === 0).length,
    largestDifference: differences.reduce((most, difference) => Math.max(most, difference), 0),
  };
}

const rangeOf = (values: readonly number[]): Range => ({
  minimum: leastOver(values, (value) => value),
  maximum: mostOver(values, (value) => value),
});

/** What equals of a group share. */
const qualityKey = ({ group, quality }: BenchmarkEntry): string => JSON.stringify([group, quality]);

function tied(values: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
}

/** Two networks of one architecture repeat each other only within a group. */
const entryContent = ({ architecture, group = "" }: BenchmarkEntry): string =>
  `${contentOf(architecture)} ${group}`;
