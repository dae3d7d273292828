import type { BenchmarkFormat } from "./benchmark.js";
import { nasBenchBert } from "./nas-bench-bert.js";

/** Every benchmark by the name it has on the command line; a new one is one file beside this one and one row here. */
export const benchmarkFormats = { "nas-bench-bert": nasBenchBert } satisfies Record<string, BenchmarkFormat>;

/** Name of a benchmark. */
export type BenchmarkName = keyof typeof benchmarkFormats;
