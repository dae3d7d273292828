import { parameters } from "../proxy/sizes.js";
import type { Benchmark, BenchmarkEntry } from "./benchmark.js";
import type { Evaluation } from "./evaluate.js";

/** One network with what every evaluation scored it. */
export interface NetworkScores {
  readonly id: string;
  readonly quality: number;
  readonly depth: number;
  readonly hidden: number;
  /** Total parameter count. */
  readonly parameters: number;
  /** One number a column, `undefined` for a network that has no score. */
  readonly scores: readonly (number | undefined)[];
}

/** The scores behind the statistics of a benchmark, a row a network. */
export interface ScoresByNetwork {
  /** One name an evaluation, each once: a published score called like a proxy is `NAME (published)`. */
  readonly columns: readonly string[];
  readonly rows: readonly NetworkScores[];
}

/**
 * Lays out the scores of evaluations by network, so that other programs can go on from them.
 *
 * @param evaluations of this benchmark
 * @example
 * scoresByNetwork(benchmark, [evaluateProxy(benchmark, "nsc", {})]).rows[0]?.scores; // [1234.5]
 */
export function scoresByNetwork({ entries }: Benchmark, evaluations: readonly Evaluation[]): ScoresByNetwork {
  const size = parameters.scorer({});
  const tables = evaluations.map(
    ({ entries: judged, scores }) => new Map(judged.map((entry, index) => [entry, scores[index]])),
  );
  const rowOf = (entry: BenchmarkEntry): NetworkScores => ({
    id: entry.id,
    quality: entry.quality,
    ...entry.macro,
    parameters: size.score(entry.architecture).value,
    scores: tables.map((table) => table.get(entry)),
  });
  return { columns: columnNames(evaluations), rows: entries.map(rowOf) };
}

function columnNames(evaluations: readonly Evaluation[]): string[] {
  const own = new Set(evaluations.flatMap(({ kind, proxy }) => (kind === "published" ? [] : [proxy])));
  return evaluations.map(({ kind, proxy }) =>
    kind === "published" && own.has(proxy) ? `${proxy} (published)` : proxy,
  );
}
