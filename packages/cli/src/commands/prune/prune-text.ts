import type { KeptPart, PrunePlan, SizeMeasure } from "@zerolm/checkpoint";
import {
  bytesText,
  counted,
  flopsText,
  fullCount,
  printable,
  scoreText,
  shortened,
  wrapped,
} from "@zerolm/view";
import { emphasised, table } from "../../output/table.js";
import type { PruneFlags } from "./prune.flags.js";
import type { PruneBudgets } from "./prune-budget.js";
import type { PruneOutcome } from "./prune-outcome.js";

/** What was decided, for people. */
export function textOf(outcome: PruneOutcome, flags: PruneFlags): string {
  const { name, mapped, proxy, alpha, budget, plan, pruned, front } = outcome;
  const by = alpha ? `${proxy.name}, alpha ${alpha.value} (${alpha.source})` : proxy.name;
  const first = flags.order === "norm" ? "largest norms first" : "in the order stored";
  return [
    wrapped(
      `${shortened(printable(name), 50)}: ${mapped.family}, ${counted(mapped.architecture.layers.length, "layer")}`,
    ),
    wrapped(`by ${by}; heads and rows ${first}`),
    wrapped(uniformityLine(outcome)),
    wrapped(`budget: ${budget.text}`),
    "",
    layersTable(plan),
    "",
    ...sizeLines(plan, budget),
    `worth ${scoreText(plan.value)} of ${scoreText(plan.valueBefore)}, ${percent(plan.value, plan.valueBefore)}`,
    ...(front ? ["", emphasised("The best at other sizes:", "bold"), frontTable(front, budget)] : []),
    "",
    wrapped(proofLine(plan)),
    wrapped(floorLine(flags)),
    wrapped(`Loaded by ${pruned.loadedBy}.`),
  ].join("\n");
}

const uniformityText = {
  all: "all layers equal",
  heads: "equal heads in all layers",
  none: "each layer by itself",
};

const uniformityLine = ({ uniform, multipleOf }: PruneOutcome): string =>
  `${uniformityText[uniform]}; FFN rows in multiples of ${multipleOf}`;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** Equal layers in a row stand on one line. */
function layersTable({ parts }: PrunePlan): string {
  const layers = [...new Set(parts.map(({ layer }) => layer))];
  const runs: { first: number; last: number; words: string[] }[] = [];
  for (const layer of layers) {
    const words = ["attention", "ffn"].flatMap((subModule) =>
      wordsOf(parts.find((part) => part.layer === layer && part.subModule === subModule)),
    );
    const run = runs.at(-1);
    if (run && run.words.join() === words.join()) run.last = layer;
    else runs.push({ first: layer, last: layer, words });
  }
  const right = (heading: string) => ({ heading, align: "right" as const });
  return table(
    [{ heading: "layer" }, right("key/value heads"), right("of"), right("FFN rows"), right("of")],
    runs.map(({ first, last, words }) => [first === last ? `${first}` : `${first}–${last}`, ...words]),
  );
}

const wordsOf = (part: KeptPart | undefined): string[] =>
  part ? [String(part.units.length), String(part.of)] : ["0", "0"];

function sizeText(size: number, measure: SizeMeasure): string {
  if (typeof measure === "object") return flopsText(size);
  return measure === "bytes" ? bytesText(size) : fullCount(size);
}

function sizeLine(size: number, sizeBefore: number, measure: SizeMeasure): string {
  const what = typeof measure === "object" ? "FLOPs" : measure === "bytes" ? "of weights" : "parameters";
  return `${sizeText(size, measure)} of ${sizeText(sizeBefore, measure)} ${what} are kept, ${percent(size, sizeBefore)}`;
}

/** A line for every measure that there is a budget in. */
function sizeLines(plan: PrunePlan, { measure, also }: PruneBudgets): string[] {
  const further = also.map((one, index) => ({ measure: one.measure, ...plan.also[index] }));
  return [{ measure, size: plan.size, sizeBefore: plan.sizeBefore }, ...further].map((one) =>
    sizeLine(one.size ?? 0, one.sizeBefore ?? 0, one.measure),
  );
}

function frontTable(front: readonly PrunePlan[], { measure }: PruneBudgets): string {
  const right = (heading: string) => ({ heading, align: "right" as const });
  return table(
    [right("size"), right("share"), right("worth"), right("share")],
    front.map((plan) => [
      sizeText(plan.size, measure),
      percent(plan.size, plan.sizeBefore),
      scoreText(plan.value),
      percent(plan.value, plan.valueBefore),
    ]),
  );
}

function proofLine({ optimal }: PrunePlan): string {
  if (optimal) return "Proven: no allocation within the budget is worth more by this proxy.";
  return "Not proven to be the best: the search was given up, and an allocation near it is shown.";
}

/** The default must not pass for a law: it was chosen after its effect on one model was seen. */
function floorLine({ atLeast, drop }: PruneFlags): string {
  const share = Number((100 * atLeast).toPrecision(4));
  const gone = drop ? ", or goes altogether" : "";
  const origin = atLeast === 0.5 ? "; this default was chosen after seeing results on tiny-llama-kjv" : "";
  return `Every attention and FFN keeps at least ${share} % (--at-least)${gone}${origin}.`;
}
