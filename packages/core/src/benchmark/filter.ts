import { cost } from "../architecture/cost.js";
import { UsageError } from "../errors.js";
import { ExpressionError, readExpression } from "../space/expression.js";
import type { BenchmarkEntry } from "./benchmark.js";

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
      throw new ExpressionError(`names ${unknown}; known: ${Object.keys(quantities).join(", ")}`);
    return entries.filter((entry) => {
      const value = evaluate((name) => quantities[name]?.(entry));
      if (typeof value === "boolean") return value;
      throw new ExpressionError(`is ${value}, neither true nor false; compare it with something`);
    });
  } catch (cause) {
    if (cause instanceof ExpressionError)
      throw new UsageError(`the condition ${JSON.stringify(where)} ${cause.message}`);
    throw cause;
  }
}
