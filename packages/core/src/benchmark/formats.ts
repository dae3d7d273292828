import { autoformer } from "./autoformer.js";
import type { BenchmarkFormat } from "./benchmark.js";
import { hwGpt } from "./hw-gpt.js";
import { lts } from "./lts.js";
import { nasBenchBert } from "./nas-bench-bert.js";
import { subnets } from "./subnets.js";
import { table } from "./table.js";

/** Every benchmark format by the name it has on the command line; a new one is one file beside this one and one row here. */
export const benchmarkFormats = {
  "nas-bench-bert": nasBenchBert,
  lts,
  autoformer,
  "hw-gpt": hwGpt,
  subnets,
  table,
} satisfies Record<string, BenchmarkFormat>;

/** Name of a benchmark format. */
export type BenchmarkName = keyof typeof benchmarkFormats;

/**
 * The format that a text seems to be in: by the name of its file where that is a published one, else by what stands in it, else,
 * where the name says that it is a table, `table`.
 *
 * @param path of the main file
 * @example
 * guessFormat(text, "sets/random_GPT2_wt103/ppl_summary.yaml")?.name; // "lts"
 */
export function guessFormat(text: string, path: string): BenchmarkFormat | undefined {
  const formats: readonly BenchmarkFormat[] = Object.values(benchmarkFormats);
  const name = path.split(/[/\\]/).at(-1);
  return (
    formats.find(({ fileName }) => fileName !== undefined && fileName === name) ??
    formats.find(({ signature }) => signature.test(text)) ??
    (/\.(csv|tsv|jsonl|ndjson)$/i.test(path) ? table : undefined)
  );
}
