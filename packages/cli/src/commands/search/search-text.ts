import {
  type Architecture,
  architectureAt,
  type Best,
  type Budget,
  cost,
  defaultSequence,
  type Found,
  missingText,
} from "@zerolm/core";
import { predictorOutcome, proxyOutcome } from "@zerolm/tasks";
import {
  architectureLine,
  columnsOf,
  counted,
  flopsText,
  fullCount,
  layerTable,
  lineWidth,
  plainText,
  predictedNote,
  predictedText,
  predictorText,
  printable,
  proxyText,
  roundedCount,
  scoreText,
  secondsText,
  shortCount,
  shortened,
  wrapped,
} from "@zerolm/view";
import { emphasised, table } from "../../output/table.js";
import { terminalStyle } from "../../terminal/style.js";
import type { SearchFlags } from "./search.flags.js";
import type { SearchOutcome } from "./search-outcome.js";

/** What a search found, for people. */
export function textOf(outcome: SearchOutcome, flags: SearchFlags): string {
  const { request, result } = outcome;
  const at = (found: Found): Architecture => architectureAt(request.space, found.genotype);
  const [work, ...by] = headLines(outcome, flags);
  return [
    `${work} in ${secondsText(outcome.seconds)}`,
    ...by,
    "",
    foundTable(result.best, at, outcome, flags),
    "",
    emphasised("The best, layer by layer:", "bold"),
    plainText([layerTable(at(result.best[0] as Best))], terminalStyle),
    ...(request.pareto ? ["", ...paretoLines(at, outcome, flags)] : []),
    "",
    ...(result.best.some(({ ties }) => ties !== undefined) ? [tiesLine] : []),
    ...closingLines(outcome, flags),
  ].join("\n");
}

/** What was searched, by what, and within which budgets. */
export function headLines(outcome: SearchOutcome, flags: SearchFlags): string[] {
  const { request, result, about, predictor } = outcome;
  const name = `${shortened(printable(request.space.name), 32)}${flags.layersEqual ? ", layers equal" : ""}`;
  return [
    `${name}: ${workText(outcome)}`,
    `by ${proxyText(proxyOutcome(about))}${request.minimize ? ", lowest first" : ""}`,
    ...(predictor ? [`score: ${predictorText(predictorOutcome(predictor))}`] : []),
    ...(request.budgets.length > 0 ? budgetLines(request.budgets, result.feasible) : ["no budget"]),
  ];
}

/** What the figures mean, and what is proven. */
export const closingLines = (
  outcome: SearchOutcome,
  { sequence = defaultSequence }: SearchFlags,
): string[] => [
  `FLOPs: of a forward pass over ${counted(sequence, "token")}.`,
  proofLine(outcome),
  ...unscoredLines(outcome),
  ...trustLines(outcome),
];

/** What the proxy could not score is not among the best, whatever it is worth. */
function unscoredLines({ request, result: { unscored }, about }: SearchOutcome): string[] {
  if (!unscored) return [];
  const { count, missing, genotype } = unscored;
  const first = missingText(about.proxy, architectureLine(architectureAt(request.space, genotype)), {
    value: Number.NaN,
    missing,
  });
  return [wrapped(`${counted(count, "architecture")} could not be scored: ${first}.`, "  ")];
}

/** What says how good a proxy is. Of a predictor it is the interval, for it knows the benchmark that it learnt from. */
function trustLines({ about, predictor }: SearchOutcome): string[] {
  if (predictor) return [predictedNote];
  if (about.isSize) return [];
  return ["How far to trust a score: zerolm evaluate nas-bench-bert judges it by 500", "trained networks."];
}

const tiesLine = "ties: number of architectures with this exact score; the smallest is shown.";

function workText({ request, result }: SearchOutcome): string {
  const { method, evaluated, optimal } = result;
  const size = `${roundedCount(request.space.size)} architectures`;
  if (evaluated === undefined) return `${size} searched (${method})`;
  if (optimal) return `${counted(evaluated, "architecture")} scored`;
  return `${roundedCount(BigInt(evaluated))} of ${size} looked at (${method})`;
}

function proofLine({ request, result }: SearchOutcome): string {
  const where = request.budgets.length > 0 ? " within the budget" : "";
  const better = request.minimize ? "lower" : "higher";
  if (!result.optimal) return `Not proven: others${where} may score ${better}${gapText(result)}.`;
  if (result.evaluated !== undefined) return `Every architecture was scored; none${where} scores ${better}.`;
  const { proven = result.best.length } = result;
  const rest = proven < result.best.length ? "\nBelow the first some may be missing." : "";
  return `Proven: no architecture${where} scores ${better}.${rest}`;
}

/** How much better, where that is known. */
function gapText({ best: [first], bound }: SearchOutcome["result"]): string {
  if (!first || bound === undefined || first.score === 0) return "";
  const percent = 100 * Math.abs((bound - first.score) / first.score);
  return `, by at most ${percent.toPrecision(2)} %`;
}

function budgetLines(budgets: readonly Budget[], feasible: number | undefined): string[] {
  const texts = budgets.map(budgetText);
  if (feasible === undefined) {
    const line = `budget: ${texts.join(", ")}`;
    return columnsOf(line) <= lineWidth ? [line] : ["budget:", ...texts.map((text) => `  ${text}`)];
  }
  const meeting = `which ${counted(feasible, "architecture")} meet${feasible === 1 ? "s" : ""}`;
  const line = `budget: ${texts.join(", ")}, ${meeting}`;
  if (columnsOf(line) <= lineWidth) return [line];
  return [`budget, ${meeting}:`, ...texts.map((text) => `  ${text}`)];
}

function budgetText({ quantity: { name }, minimum, maximum }: Budget): string {
  const short = name === "FLOPs" ? flopsText : shortCount;
  if (minimum === undefined) return `at most ${short(maximum as number)} ${name}`;
  if (maximum === undefined) return `at least ${short(minimum)} ${name}`;
  return `${short(minimum)} to ${short(maximum)} ${name}`;
}

/** A long front is thinned evenly; `--json` has all of it. */
const shownOnFront = 20;

function paretoLines(
  at: (found: Found) => Architecture,
  outcome: SearchOutcome,
  flags: SearchFlags,
): string[] {
  const { pareto: front } = outcome.result;
  const step = Math.max(1, (front.length - 1) / (shownOnFront - 1));
  const shown =
    front.length <= shownOnFront
      ? front
      : Array.from({ length: shownOnFront }, (_, index) => front[Math.round(index * step)] as Found);
  const part = outcome.result.whole === false ? ", cut short" : "";
  const heading = `Pareto front${part}, score against ${outcome.request.cost.name}: ${counted(front.length, "architecture")}${shown.length < front.length ? `, ${shown.length} of them shown` : ""}`;
  return [emphasised(heading, "bold"), foundTable(shown, at, outcome, flags)];
}

function foundTable(
  found: readonly (Found | Best)[],
  at: (found: Found) => Architecture,
  { request: { minimize }, predictor }: SearchOutcome,
  flags: SearchFlags,
): string {
  const right = "right" as const;
  const columns = [
    "#",
    minimize ? "lowest score" : "score",
    ...(predictor ? ["95 %"] : []),
    "parameters",
    "FLOPs",
    "hidden",
    "depth",
    "ties",
  ].map((heading) => ({
    heading,
    align: right,
  }));
  const rows = found.map((entry, index) => {
    const architecture = at(entry);
    const { parameters, flops } = cost(architecture, flags);
    return [
      String(index + 1),
      scoreText(entry.score),
      ...(predictor ? [predictedText(predictor.predict(architecture).interval)] : []),
      shortCount(parameters.total),
      flopsText(flops.perSequence),
      String(architecture.hidden),
      String(architecture.layers.length),
      ...("ties" in entry && entry.ties !== undefined ? [fullCount(entry.ties)] : []),
    ];
  });
  return table(columns.slice(0, rows[0]?.length ?? 0), rows);
}
