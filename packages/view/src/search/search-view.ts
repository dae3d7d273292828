import { type Architecture, exceededPositions, missingText, seesImagesAlone } from "@zerolm/core";
import type { BudgetName, OutcomeOf, SearchFound } from "@zerolm/tasks";
import { type Block, lines, right, type Table, table } from "../blocks/block.js";
import { architectureLine, depthText, documentedArchitecture, layerTable } from "../words/architecture.js";
import {
  bytesText,
  correlationText,
  counted,
  flopsText,
  fullCount,
  roundedCount,
  scoreText,
  secondsText,
  shortCount,
} from "../words/numbers.js";
import { percentText } from "../words/percent.js";
import { predictedNote, predictedText, predictorText, proxyText } from "../words/proxy.js";
import { columnsOf, lineWidth, printable, shortened, wrapped } from "../words/text.js";
import { positionsNote } from "../words/tokens.js";
import { adviceTexts } from "./advice-text.js";
import { budgetText, latencyText, quantityText } from "./budget-text.js";
import { hasGaps, knownNote, knownTable } from "./known-table.js";
import { rankCommand } from "./rank-command.js";
import { withinTexts, writableTexts } from "./within-text.js";

/** What a search found. */
export type SearchOutcome = OutcomeOf<"search">;

/** What a search found: the best, the first of them layer by layer, and the front if there is one. */
export function searchView(outcome: SearchOutcome): Block[] {
  const { best, seconds } = outcome;
  const [work, ...by] = searchHead(outcome);
  const ties = best.some((one) => one.ties !== undefined) ? [tiesLine] : [];
  return [
    lines(`${work} in ${secondsText(seconds)}`, ...by.map((line) => wrapped(line, "  "))),
    foundTable(best, outcome),
    ...noted([...withinTexts(outcome), ...writableTexts(outcome)]),
    ...knownTable(outcome),
    ...layersOf(outcome),
    ...noted(adviceTexts(outcome).map((text) => `- ${text}`)),
    ...(outcome.pareto ? [paretoTable(outcome.pareto, outcome)] : []),
    lines(...ties, ...searchClosing(outcome)),
  ];
}

/** The layers of the answer: of the cheapest within a share of the best, if that was asked for. */
function layersOf(outcome: SearchOutcome): Table[] {
  const [first] = outcome.best;
  const tables = first
    ? [layerTable(documentedArchitecture(first.architecture), "The best, layer by layer:")]
    : [];
  const cheapest = outcome.within?.cheapest;
  if (!cheapest) return tables;
  return [
    ...tables,
    layerTable(documentedArchitecture(cheapest.architecture), "The cheapest, layer by layer:"),
  ];
}

/** Sentences as a block; none if there are none. */
const noted = (texts: readonly string[]): Block[] =>
  texts.length > 0 ? [lines(...texts.map((text) => wrapped(text, "  ")))] : [];

/** The architecture that a search answers with: the cheapest within a share of the best if that was asked for, else the best. */
export const answerOf = ({ within, best }: SearchOutcome): SearchFound | undefined =>
  within?.cheapest ?? best[0];

/** What was searched, by what, and within which budgets. */
export function searchHead(outcome: SearchOutcome): string[] {
  const set = Object.entries(outcome.set ?? {}).map(([name, value]) => `, ${printable(name)} ${value}`);
  const name = `${shortened(printable(outcome.space), 32)}${outcome.layersEqual ? ", layers equal" : ""}${set.join("")}`;
  const predicted = predictorText(outcome);
  return [
    `${name}: ${workText(outcome)}`,
    `by ${proxyText(outcome)}${outcome.minimize ? ", lowest first" : ""}`,
    ...(predicted === undefined ? [] : [`score: ${predicted}`]),
    ...(outcome.budgets.length > 0 ? budgetLines(outcome) : ["no budget"]),
  ];
}

/** What the figures mean, and what is proven. */
export const searchClosing = (outcome: SearchOutcome): string[] => [
  ...(outcome.advice?.equivalentSizeOf === undefined ? [] : [gapLine(outcome.advice.equivalentSizeOf)]),
  ...(hasGaps(outcome) ? [wrapped(knownNote, "  ")] : []),
  ...countingLines(outcome),
  proofLine(outcome),
  ...unscoredLines(outcome),
  wrapped(`Rank others by the same score: ${rankCommand(outcome)}`, "  "),
  ...trustLines(outcome),
];

/** Over which tokens costs are counted, and whether the best can see as many. */
function countingLines({ sequence, memory, device, best: [first] }: SearchOutcome): string[] {
  const best = first && documentedArchitecture(first.architecture);
  const ofImages = best && seesImagesAlone(best);
  const over = ofImages ? "one image: its patches and class token" : counted(sequence, "token");
  return [
    `FLOPs: of a forward pass over ${over}.`,
    ...(memory ? [memoryLine(memory)] : []),
    ...(device ? [wrapped(deviceText(device, first), "  ")] : []),
    ...(best && !ofImages ? positionNotes(best, sequence, "FLOPs are") : []),
    ...(best && memory ? positionNotes(best, memory.context, "memory is") : []),
  ];
}

function positionNotes(best: Architecture, tokens: number, what: string): string[] {
  const positions = exceededPositions(best, tokens);
  return positions === undefined ? [] : [positionsNote(positions, tokens, what)];
}

const memoryLine = ({ context, batch, dtype }: NonNullable<SearchOutcome["memory"]>): string =>
  `memory: weights and KV cache of ${counted(batch, "sequence")} of ${counted(context, "token")}, ${dtype}.`;

/** What latencies are, by what they are predicted, and how well it does. */
function deviceText(device: NonNullable<SearchOutcome["device"]>, first: Listed | undefined): string {
  const { file, pass, tokens, batch, tau, medianError, margin } = device;
  const what = pass === "decode" ? `one token behind a cache of ${tokens}` : `a text of ${tokens} tokens`;
  const sequences = batch === 1 ? "" : `, ${batch} sequences at a time`;
  const { latency } = first ?? {};
  const ofFirst =
    latency === undefined
      ? ""
      : ` For the first: ${latencyText(latency / (1 + margin))} predicted, at most ${latencyText(latency)} for 9 of 10 networks.`;
  return `latency: of ${what}${sequences}, predicted by ${shortened(printable(file), 40)} (${printable(device.device)}) plus ${percentText(100 * margin)}.${ofFirst} On other networks: τ ${correlationText(tau ?? undefined)}, median error ${percentText(100 * medianError)}.`;
}

/** What the proxy could not score is not among the best, whatever it is worth. */
function unscoredLines({ unscored, proxy }: SearchOutcome): string[] {
  if (!unscored) return [];
  const { count, missing, architecture } = unscored;
  const name = architectureLine(documentedArchitecture(architecture));
  const first = missingText(proxy, name, { value: Number.NaN, missing });
  return [wrapped(`${counted(count, "architecture")} could not be scored: ${first}.`, "  ")];
}

/** What says how good a proxy is. Of a predictor it is the interval, for it knows the benchmark that it learnt from. */
function trustLines({ predicts, isSize }: SearchOutcome): string[] {
  if (predicts !== undefined) return [predictedNote];
  if (isSize) return [];
  return ["How far to trust a score: zerolm evaluate nas-bench-bert tests it on 500", "trained networks."];
}

const gapLine = (name: BudgetName): string =>
  wrapped(`gap: reduction in ${quantityText(name)} at which the best would score this low.`, "  ");

const tiesLine = "ties: number of architectures with this exact score. The smallest is shown.";

function workText({ size: digits, method, evaluated, optimal }: SearchOutcome): string {
  const size = `${roundedCount(BigInt(digits))} architectures`;
  if (evaluated === undefined) return `${size} searched (${method})`;
  if (optimal) return `${counted(evaluated, "architecture")} scored`;
  return `${roundedCount(BigInt(evaluated))} of ${size} tried (${method})`;
}

function proofLine(outcome: SearchOutcome): string {
  const { budgets, minimize, optimal, evaluated, best, proven = best.length } = outcome;
  const where = budgets.length > 0 ? " within the budget" : "";
  const better = minimize ? "lower" : "higher";
  if (!optimal) return `Not proven: others${where} may score ${better}${gapText(outcome)}.`;
  if (evaluated !== undefined) return `Every architecture was scored. None${where} scores ${better}.`;
  const rest = proven < best.length ? "\nArchitectures below the first may be missing from the list." : "";
  return `Proven: no architecture${where} scores ${better}.${rest}`;
}

/** How much better, if that is known. */
function gapText({ best: [first], bound }: SearchOutcome): string {
  if (!first || bound === undefined || first.score === 0) return "";
  const percent = 100 * Math.abs((bound - first.score) / first.score);
  return `, by at most ${percent.toPrecision(2)} %`;
}

function budgetLines({ budgets, feasible }: SearchOutcome): string[] {
  const texts = budgets.map(budgetText);
  const meeting =
    feasible === undefined ? "" : ` (${counted(feasible, "architecture")} fit${feasible === 1 ? "s" : ""})`;
  const line = `budget: ${texts.join(", ")}${meeting}`;
  if (columnsOf(line) <= lineWidth) return [line];
  return [`budget${meeting}:`, ...texts.map((text) => `  ${text}`)];
}

/** A long front is thinned evenly; the outcome has all of it. */
const shownOnFront = 20;

function paretoTable(front: readonly SearchFound[], outcome: SearchOutcome): Table {
  const step = Math.max(1, (front.length - 1) / (shownOnFront - 1));
  const shown =
    front.length <= shownOnFront
      ? front
      : Array.from({ length: shownOnFront }, (_, index) => front[Math.round(index * step)] as SearchFound);
  const part = outcome.paretoWhole === false ? ", cut short" : "";
  const some = shown.length < front.length ? `, ${shown.length} of them shown` : "";
  const title = `Pareto front${part}, score against ${quantityText(outcome.cost)}: ${counted(front.length, "architecture")}${some}`;
  return { ...foundTable(shown, outcome), title };
}

/** One of the best, or of a front. */
type Listed = SearchFound & {
  readonly ties?: number | undefined;
  readonly equivalentSize?: number | undefined;
};

function foundTable(found: readonly Listed[], outcome: SearchOutcome): Table {
  const { minimize, predicts } = outcome;
  const hasGap = found.some(({ equivalentSize }) => equivalentSize !== undefined);
  const tied = found.some(({ ties }) => ties !== undefined);
  const ofMemory = found.some(({ memory }) => memory !== undefined);
  const headings = [
    "#",
    minimize ? "lowest score" : "score",
    ...(hasGap ? ["gap"] : []),
    ...(predicts === undefined ? [] : ["95 %"]),
    "parameters",
    "FLOPs",
    ...(ofMemory ? ["memory"] : []),
    ...(outcome.device ? ["latency"] : []),
    "hidden",
    "depth",
    ...(tied ? ["ties"] : []),
  ];
  const rows = found.map(
    (
      { score, equivalentSize, interval, parameters, flops, architecture: document, ties, ...more },
      index,
    ) => {
      const { memory, latency } = more;
      const architecture = documentedArchitecture(document);
      return [
        String(index + 1),
        scoreText(score),
        ...(hasGap ? [equivalentSize === undefined ? "–" : percentText(equivalentSize)] : []),
        ...(interval ? [predictedText(interval)] : []),
        shortCount(parameters),
        flopsText(flops),
        ...(memory === undefined ? [] : [bytesText(memory)]),
        ...(latency === undefined ? [] : [latencyText(latency)]),
        String(architecture.hidden),
        depthText(architecture),
        ...(ties === undefined ? [] : [fullCount(ties)]),
      ];
    },
  );
  return table(headings.map(right), rows);
}

/**
 * What to do about a search that was stopped; `undefined` for one that was not.
 *
 * @param resumes whether the method can resume, and from which file
 */
export function interruptedText(
  { interrupted }: SearchOutcome,
  resumes: { readonly able: boolean; readonly state?: string | undefined },
): string | undefined {
  if (!interrupted) return undefined;
  const soFar = "Interrupted: this is the best so far.";
  if (!resumes.able) return soFar;
  return resumes.state === undefined
    ? `${soFar} A search with --state FILE can be resumed.`
    : `${soFar} The same command resumes from ${resumes.state}.`;
}
