import type { z } from "zod";
import { downloadBenchmark } from "./benchmarks/download-benchmark.js";
import { importBenchmark } from "./benchmarks/import-benchmark.js";
import { listBenchmarks } from "./benchmarks/list-benchmarks.js";
import { calibrate } from "./calibrate/calibrate.js";
import { evaluate } from "./evaluate/evaluate.js";
import { exportTask } from "./export/export.js";
import type { TaskHost } from "./host.js";
import { inspect } from "./inspect/inspect.js";
import { inspectCheckpoint } from "./inspect/inspect-checkpoint.js";
import { inspectText } from "./inspect/inspect-text.js";
import { measure } from "./measure/measure.js";
import { measureDevice } from "./measure/measure-device.js";
import { listModels } from "./models/list-models.js";
import { listProxies } from "./proxies/list-proxies.js";
import { prune } from "./prune/prune.js";
import { rank } from "./rank/rank.js";
import { search } from "./search/search.js";
import { checkSpace } from "./spaces/check-space.js";
import { listSpaces } from "./spaces/list-spaces.js";
import { showSpace } from "./spaces/show-space.js";
import { suggest } from "./suggest/suggest.js";
import { runTask, type Task, type Versioned } from "./task.js";

/** Every task by its name; a new one is a file and a row here. */
export const tasks = {
  inspect,
  "inspect checkpoint": inspectCheckpoint,
  "inspect text": inspectText,
  prune,
  export: exportTask,
  measure,
  "measure space": measureDevice,
  rank,
  evaluate,
  calibrate,
  suggest,
  models: listModels,
  proxies: listProxies,
  benchmarks: listBenchmarks,
  "benchmarks download": downloadBenchmark,
  "benchmarks import": importBenchmark,
  search,
  spaces: listSpaces,
  "spaces show": showSpace,
  "spaces check": checkSpace,
} satisfies Readonly<Record<string, Task>>;

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;

/** What a task may be asked. */
export type RequestOf<Name extends TaskName> = z.input<Tasks[Name]["request"]>;

/** What a task finds. */
export type OutcomeOf<Name extends TaskName> = Versioned<z.output<Tasks[Name]["outcome"]>>;

/**
 * Runs a task by its name.
 *
 * @throws {UsageError} that names the field of a request which is wrong; and what the task throws
 * @example
 * const { spaces } = await run("spaces", {});
 */
export const run = <Name extends TaskName>(
  name: Name,
  request: RequestOf<Name>,
  host?: TaskHost,
): Promise<OutcomeOf<Name>> =>
  // The table pairs each name with its own types, which the compiler does not follow through an index.
  runTask(tasks[name] as unknown as Task, request, host) as Promise<OutcomeOf<Name>>;
