import { cost } from "../architecture/cost.js";
import { UsageError } from "../errors.js";
import { ExpressionError, readExpression } from "../space/expression.js";
import type { Benchmark, BenchmarkEntry } from "./benchmark.js";

/** What a filter may name. */
const quantities: Readonly<Record<string, (entry: BenchmarkEntry) => number | string>> = {
  id: ({ id }) => id,
  group: ({ group = "" }) => group,
  quality: ({ quality }) => quality,
  depth: ({ macro }) => macro.depth,
  hidden: ({ macro }) => macro.hidden,
  vocabulary: ({ architecture }) => architecture.embedding.vocabulary,
  parameters: ({ architecture }) => cost(architecture).parameters.total,
  nonEmbeddingParameters: ({ architecture }) => cost(architecture).parameters.nonEmbedding,
};

/**
 * The entries of a benchmark that meet a condition on id, group, quality, depth, hidden, vocabulary, parameters and nonEmbeddingParameters,
 * in the language of expressions of spaces.
 *
 * @throws {UsageError} if the condition cannot be read, names something else, or is neither true nor false
 * @example
 * filterEntries(benchmark.entries, "depth >= 6 && parameters < 100000000");
 */
export function filterEntries<Entry extends BenchmarkEntry>(
  entries: readonly Entry[],
  where: string,
): Entry[] {
  try {
    const { names, evaluate } = readExpression(where);
    const unknown = [...names].find((name) => !Object.hasOwn(quantities, name));
    if (unknown !== undefined)
      throw new ExpressionError(
        `names ${unknown}, which is not known. Known names: ${Object.keys(quantities).join(", ")}.`,
      );
    return entries.filter((entry) => {
      const value = evaluate((name) => quantities[name]?.(entry));
      if (typeof value === "boolean") return value;
      throw new ExpressionError(`is ${value}, neither true nor false. Compare it with something.`);
    });
  } catch (cause) {
    if (cause instanceof ExpressionError)
      throw new UsageError(`the condition ${JSON.stringify(where)} ${cause.message}`);
    throw cause;
  }
}

/**
 * A benchmark without the entries that do not meet a condition, and without their published scores.
 *
 * @throws {UsageError} as {@link filterEntries} does
 * @example
 * filterBenchmark(benchmark, "depth >= 6").entries.length;
 */
export function filterBenchmark(benchmark: Benchmark, where: string): Benchmark {
  const entries = filterEntries(benchmark.entries, where);
  const kept = new Set(entries);
  const isKept = (_: unknown, index: number): boolean => kept.has(benchmark.entries[index] as BenchmarkEntry);
  const scores = Object.entries(benchmark.publishedScores ?? {});
  return {
    ...benchmark,
    entries,
    ...(scores.length > 0 && {
      publishedScores: Object.fromEntries(scores.map(([name, values]) => [name, values.filter(isKept)])),
    }),
  };
}
