export * from "./blocks/block.js";
export { csvText } from "./blocks/csv.js";
export { plainText, type Style } from "./blocks/plain-text.js";
export * from "./evaluate/index.js";
export {
  capacityHeatMap,
  type InspectCheckpointOutcome,
  inspectCheckpointView,
} from "./inspect/inspect-checkpoint-view.js";
export { type InspectTextOutcome, inspectTextView } from "./inspect/inspect-text-view.js";
export { type InspectOutcome, type InspectViewOptions, inspectView } from "./inspect/inspect-view.js";
export { measurePlot } from "./measure/measure-plot.js";
export type { MeasureOutcome } from "./measure/measure-view.js";
export type { PruneOutcome } from "./prune/prune-view.js";
export { type RankOutcome, rankNotes } from "./rank/rank-view.js";
export { Html, html } from "./report/html.js";
export {
  type CompiledPlot,
  type PageContent,
  type PageList,
  type PageScript,
  pageOf,
  scriptText,
} from "./report/page.js";
export { tableOf } from "./report/table.js";
export * from "./search/architecture-file.js";
export * from "./search/budget-text.js";
export { rankCommand } from "./search/rank-command.js";
export { searchPage } from "./search/search-page.js";
export { searchPlot } from "./search/search-plot.js";
export { answerOf, interruptedText, type SearchOutcome } from "./search/search-view.js";
export * from "./views.js";
export * from "./words/architecture.js";
export { distinctLabels } from "./words/labels.js";
export * from "./words/numbers.js";
export * from "./words/proxy.js";
export * from "./words/text.js";
