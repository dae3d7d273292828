import type { OutcomeOf, TaskName } from "@zerolm/tasks";
import { benchmarksView, downloadView } from "./benchmarks/benchmarks-view.js";
import { importView } from "./benchmarks/import-view.js";
import { type Block, lines } from "./blocks/block.js";
import { calibrateView } from "./calibrate/calibrate-view.js";
import { evaluateView } from "./evaluate/evaluate-view.js";
import { exportView } from "./export/export-view.js";
import { inspectCheckpointView } from "./inspect/inspect-checkpoint-view.js";
import { inspectTextView } from "./inspect/inspect-text-view.js";
import { inspectView } from "./inspect/inspect-view.js";
import { measureSpaceView } from "./measure/measure-space-view.js";
import { measureView } from "./measure/measure-view.js";
import { modelsView } from "./models/models-view.js";
import { proxiesView } from "./proxies/proxies-view.js";
import { pruneView } from "./prune/prune-view.js";
import { rankView } from "./rank/rank-view.js";
import { searchView } from "./search/search-view.js";
import { spaceCheckView, spacesView } from "./spaces/spaces-view.js";
import { suggestView } from "./suggest/suggest-view.js";

/** How the outcome of every task is shown; a new task has a row here. */
export const views = {
  evaluate: evaluateView,
  calibrate: calibrateView,
  suggest: suggestView,
  models: modelsView,
  proxies: proxiesView,
  benchmarks: benchmarksView,
  "benchmarks download": downloadView,
  "benchmarks import": importView,
  inspect: (outcome) => inspectView(outcome),
  "inspect checkpoint": (outcome) => inspectCheckpointView(outcome),
  "inspect text": inspectTextView,
  prune: pruneView,
  export: exportView,
  measure: measureView,
  "measure space": measureSpaceView,
  rank: rankView,
  search: searchView,
  spaces: spacesView,
  "spaces show": ({ yaml }) => [lines(yaml.trimEnd())],
  "spaces check": spaceCheckView,
} satisfies { readonly [Name in TaskName]: (outcome: OutcomeOf<Name>) => readonly Block[] };
