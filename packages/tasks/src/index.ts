export * from "./benchmark/catalogue.js";
export { downloadBenchmark } from "./benchmark/download.js";
export { locateBenchmark } from "./benchmark/locate.js";
export { checkReading, readBenchmark, readBenchmarkFile } from "./benchmark/read.js";
export { benchmarkSets, namedBenchmark, setsOf } from "./benchmark/sets.js";
export { checkpointActivations } from "./checkpoint/activations.js";
export { isCheckpoint } from "./checkpoint/is-checkpoint.js";
export {
  type EvaluatedNetwork,
  type EvaluationOutcome,
  type EvaluationRow,
  evaluationsOf,
  rowName,
} from "./evaluate/evaluate-outcome.js";
export { judge } from "./evaluate/judge.js";
export { learningDraws } from "./evaluate/learning.js";
export { fieldName, filesOf, isPath, moduleOf } from "./files.js";
export * from "./host.js";
export * from "./proxy/alpha.js";
export * from "./proxy/counting.js";
export * from "./proxy/idle.js";
export * from "./proxy/load-proxy.js";
export * from "./proxy/proxy-outcome.js";
export * from "./proxy/reference.js";
export type { Ranked } from "./rank/rank-outcome.js";
export * from "./renamed-fields.js";
export { budgetsSchema } from "./search/budgets.js";
export type { SearchFound, SearchPoint } from "./search/search-outcome.js";
export { loadSpace } from "./spaces/load-space.js";
export * from "./task.js";
export * from "./tasks.js";
export * from "./words.js";
