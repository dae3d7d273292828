import { isPublishedBenchmark } from "../benchmark/catalogue.js";
import { benchmarkSets } from "../benchmark/sets.js";

/** What to run to get a set. */
export const obtainLines = (name: string): readonly string[] =>
  isPublishedBenchmark(name) ? [`zerolm benchmarks download ${name}`] : (benchmarkSets[name]?.obtain ?? []);
