export { type EvaluateViewOptions, evaluateView } from "./evaluate-view.js";
export { evaluationPage, evaluationSpecs } from "./evaluation-page.js";
export { evaluationSpec } from "./evaluation-plot.js";
export { evaluationsCsv, evaluationsLatex, evaluationsMarkdown } from "./evaluation-tables.js";
export { scoresCsv } from "./scores-csv.js";
