import { entryNamed } from "../lookup.js";
import type { Benchmark } from "./benchmark.js";

/**
 * A benchmark with some of its published scores turned round, each then called `−NAME`: some authors publish scores that fall with quality.
 *
 * @param names of published scores
 * @throws {UsageError} for a name that none of them has
 * @example
 * evaluatePublished(withFlippedScores(benchmark, ["lpzero"])); // judges −lpzero
 */
export function withFlippedScores(benchmark: Benchmark, names: readonly string[]): Benchmark {
  const { publishedScores = {} } = benchmark;
  for (const name of names) entryNamed(publishedScores, name, "published score");
  const scores = Object.entries(publishedScores).map(([name, values]) =>
    names.includes(name)
      ? ([`−${name}`, values.map((value) => (value === undefined ? undefined : -value))] as const)
      : ([name, values] as const),
  );
  return { ...benchmark, ...(scores.length > 0 ? { publishedScores: Object.fromEntries(scores) } : {}) };
}
