import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { bytesText, counted, flopsText, fullCount, scoreText } from "../words/numbers.js";
import { printable, shortened, wrapped } from "../words/text.js";

/** What of a checkpoint stays. */
export type PruneOutcome = OutcomeOf<"prune">;
type Part = PruneOutcome["kept"][number];
type Measure = PruneOutcome["measure"];

/** What of a checkpoint stays, what it is worth, and who loads it. */
export function pruneView(outcome: PruneOutcome): Block[] {
  const { checkpoint, family, depth, proxy, alpha, alphaSource, order, budget, pareto } = outcome;
  const by = alpha === undefined ? proxy : `${proxy}, alpha ${alpha} (${alphaSource})`;
  const first = order === "norm" ? "largest norms first" : "in the order stored";
  return [
    lines(
      wrapped(`${shortened(printable(checkpoint), 50)}: ${family}, ${counted(depth, "layer")}`),
      wrapped(`by ${by}, heads and rows ${first}`),
      wrapped(uniformityLine(outcome)),
      wrapped(protectionLine(outcome)),
      wrapped(`budget: ${budget}`),
    ),
    layersTable(outcome.kept),
    lines(
      ...sizeLines(outcome),
      `worth ${scoreText(outcome.value)} of ${scoreText(outcome.valueBefore)}, ${percent(outcome.value, outcome.valueBefore)}`,
    ),
    ...(pareto ? [frontTable(pareto, outcome)] : []),
    lines(wrapped(proofLine(outcome)), wrapped(floorLine(outcome)), ...claimLines(outcome)),
    ...(outcome.warnings.length > 0
      ? [lines(...outcome.warnings.map((warning) => wrapped(`Note: ${warning}`)))]
      : []),
  ];
}

const uniformityText = {
  all: "all layers equal",
  heads: "equal heads in all layers",
  none: "each layer by itself",
};

const uniformityLine = ({ uniform, multipleOf, headsMultipleOf }: PruneOutcome): string =>
  `${uniformityText[uniform]}, FFN rows in multiples of ${multipleOf}${headsMultipleOf === undefined ? "" : `, split into ${headsMultipleOf} parts`}`;

/** What is kept back from the worth. */
function protectionLine({ uniform, protect, evenness }: PruneOutcome): string {
  if (uniform === "all") return "all heads stay as long as FFN rows suffice";
  const ends =
    protect === 0
      ? "no layer is protected"
      : `the first and last ${protect === 1 ? "layer" : counted(protect, "layer")} stay whole`;
  if (evenness === 0) return `${ends}, the worth alone decides about the others`;
  return `${ends}, other FFNs keep at least ${percent(evenness, 1)} of an equal cut, and all heads as long as rows suffice`;
}

/** A line for every program, that which was asked for first; nothing is said without the rules that it rests on. */
const claimLines = ({ loads, for: asked }: PruneOutcome): string[] =>
  [...loads]
    .sort((one, other) => Number(other.loader === asked) - Number(one.loader === asked))
    .map(({ loader, version, rules, needs }) => {
      const by = rules.map(({ rule }) => rule).join("; ");
      return wrapped(
        `Loaded by ${loader} ${version}: ${by}.${needs === undefined ? "" : ` It needs ${needs}.`}`,
      );
    });

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** Equal layers in a row stand on one line. */
function layersTable(parts: readonly Part[]): Block {
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
  return table(
    [{ heading: "layer" }, right("key/value heads"), right("of"), right("FFN rows"), right("of")],
    runs.map(({ first, last, words }) => [first === last ? `${first}` : `${first}–${last}`, ...words]),
  );
}

const wordsOf = (part: Part | undefined): string[] =>
  part ? [String(part.kept), String(part.of)] : ["0", "0"];

const sizeTexts: Readonly<Record<Measure, (size: number) => string>> = {
  flops: flopsText,
  bytes: bytesText,
  parameters: fullCount,
};

const measured: Readonly<Record<Measure, string>> = {
  flops: "FLOPs",
  bytes: "of weights",
  parameters: "parameters",
};

/** A line for every measure that there is a budget in. */
const sizeLines = ({ measure, size, sizeBefore, also = [] }: PruneOutcome): string[] =>
  [{ measure, size, sizeBefore }, ...also].map((one) => {
    const text = sizeTexts[one.measure];
    return `${text(one.size)} of ${text(one.sizeBefore)} ${measured[one.measure]} are kept, ${percent(one.size, one.sizeBefore)}`;
  });

const frontTable = (
  front: NonNullable<PruneOutcome["pareto"]>,
  { measure, sizeBefore, valueBefore, interrupted }: PruneOutcome,
): Block =>
  table(
    [right("size"), right("share"), right("worth"), right("share")],
    front.map(({ size, value }) => [
      sizeTexts[measure](size),
      percent(size, sizeBefore),
      scoreText(value),
      percent(value, valueBefore),
    ]),
    `The best at other sizes${interrupted ? ", cut short" : ""}:`,
  );

function proofLine({ optimal }: PruneOutcome): string {
  if (optimal)
    return "Proven: of all that may be chosen, nothing within the budget is worth more by this proxy.";
  return "Not proven to be the best: the search was stopped early, and an allocation close to the best is shown.";
}

function floorLine({ atLeast, drop }: PruneOutcome): string {
  const share = Number((100 * atLeast).toPrecision(4));
  return `Every attention and FFN keeps at least ${share} % (--at-least)${drop ? ", or is removed" : ""}.`;
}
