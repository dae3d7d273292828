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
  return [
    lines(
      wrapped(`${shortened(printable(checkpoint), 50)}: ${family}, ${counted(depth, "layer")}`),
      wrapped(`by ${by}, heads and rows ${firstOnes[order]}`),
      wrapped(uniformityLine(outcome)),
      wrapped(protectionLine(outcome)),
      wrapped(`budget: ${budget}`),
      ...textLines(outcome),
    ),
    layersTable(outcome.kept),
    lines(...sizeLines(outcome), wrapped(worthLine(outcome))),
    ...lossBlocks(outcome),
    ...(pareto ? [frontTable(pareto, outcome)] : []),
    lines(wrapped(proofLine(outcome)), wrapped(floorLine(outcome)), ...claimLines(outcome)),
    ...recipeBlocks(outcome),
    ...(outcome.warnings.length > 0
      ? [lines(...outcome.warnings.map((warning) => wrapped(`Note: ${warning}`)))]
      : []),
  ];
}

const firstOnes: Readonly<Record<PruneOutcome["order"], string>> = {
  activation: "by their effect on the text",
  norm: "largest norms first",
  stored: "in the order stored",
};

const uniformityText = {
  all: "all layers equal",
  heads: "equal heads in all layers",
  none: "each layer by itself",
};

const uniformityLine = ({ uniform, multipleOf, headsMultipleOf }: PruneOutcome): string =>
  `${uniformityText[uniform]}, FFN rows in multiples of ${multipleOf}${headsMultipleOf === undefined ? "" : `, split into ${headsMultipleOf} parts`}`;

/** What is kept back from the worth. */
function protectionLine({ uniform, protect, evenness }: PruneOutcome): string {
  if (protect === 0 && evenness === 0) return "nothing is protected: the worth alone decides";
  if (uniform === "all") return "all heads stay as long as FFN rows suffice";
  const ends =
    protect === 0
      ? "no layer is protected"
      : `the first and last ${protect === 1 ? "layer" : counted(protect, "layer")} stay whole`;
  if (evenness === 0) return `${ends}, the worth alone decides about the others`;
  const nearly = evenness === 1 ? "equally" : `nearly equally (evenness ${evenness})`;
  return `${ends}, other FFNs are cut ${nearly}, and all heads stay as long as rows suffice`;
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

/** What was chosen by a text, and the layers that are left out. */
function textLines({ text, dropped, hidden }: PruneOutcome): string[] {
  const by = dropped?.by === "loss" ? "by the loss on the text" : "evenly spaced, without a text";
  return [
    ...(hidden ? [wrapped(hiddenLine(hidden))] : []),
    ...(dropped ? [wrapped(`left out, ${by}: ${layersText(dropped.layers)}`)] : []),
    ...(text
      ? [
          wrapped(
            `text: ${shortened(printable(text.file), 50)}, ${counted(text.windows, "window")} of ${counted(text.context, "token")}, tokens by ${text.tokenizer}`,
          ),
          wrapped(
            `block influence by layer: ${text.influence.map(({ influence }) => influence.toFixed(3)).join(" ")}`,
          ),
        ]
      : []),
  ];
}

/** The hidden size that is left, and what chose the channels. */
function hiddenLine({ kept, of, by, tried }: NonNullable<PruneOutcome["hidden"]>): string {
  const chosen = tried ? ` of ${tried.map(({ hidden }) => hidden).join(", ")} by the loss on the text` : "";
  if (kept === of) return `hidden size: ${of}, chosen${chosen}: it stays`;
  const how = by === "activation" ? "the output of the norms on the text" : "the norms of weights";
  return `hidden size: ${kept} of ${of}${tried ? `, chosen${chosen}` : ""}, channels by ${how}`;
}

/** What training on is expected to cost. */
function recipeBlocks({ recipe }: PruneOutcome): Block[] {
  if (!recipe) return [];
  const { file, method, tokens, flops, gpuHours } = recipe;
  return [
    lines(
      wrapped(
        `Recipe (${methodTexts[method]}): ${printable(file)}. Expected: ${fullCount(Math.round(tokens))} tokens, ${flopsText(flops)} FLOPs, ${gpuHours.toPrecision(2)} hours of one H100 at 40 % of 989 TFLOP/s.`,
      ),
    ),
  ];
}

const methodTexts: Readonly<Record<NonNullable<PruneOutcome["recipe"]>["method"], string>> = {
  full: "all weights",
  lora: "LoRA",
  distil: "distillation from the original",
};

const layersText = (layers: readonly number[]): string =>
  layers.length === 0 ? "none" : `${layers.length === 1 ? "layer" : "layers"} ${layers.join(", ")}`;

/** What the kept part is worth, and of what. */
function worthLine({ value, valueBefore, hidden }: PruneOutcome): string {
  const narrow =
    hidden && hidden.kept < hidden.of ? ` of all heads and rows at hidden size ${hidden.kept}` : "";
  return `worth ${scoreText(value)} of ${scoreText(valueBefore)}, ${percent(value, valueBefore)}${narrow}`;
}

/** The loss before and after. */
function lossBlocks({ loss, text }: PruneOutcome): Block[] {
  if (!loss) return [];
  const rows = [
    ["before", loss.before],
    ["after", loss.after],
    ["difference", loss.difference],
  ] as const;
  const seen =
    text?.file === loss.file
      ? "The same text was used to choose. On another text the difference may be larger (--eval-text)."
      : "This text was not used to choose.";
  return [
    table(
      [{ heading: loss.unit.replace(" a ", " per ") }, right("value"), right("95 % interval")],
      rows.map(([what, { value, interval }]) => [
        what,
        value.toFixed(4),
        interval ? `${interval[0].toFixed(4)}–${interval[1].toFixed(4)}` : "n/a",
      ]),
      `Loss on ${shortened(printable(loss.file), 40)}:`,
    ),
    lines(
      wrapped(
        `In ${counted(loss.windows, "window")} of ${counted(loss.context, "token")}. The intervals are bootstraps over windows. ${text ? seen : ""}`.trim(),
      ),
    ),
  ];
}

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
  if (optimal) return "Proven: no other allocation within the budget is worth more by this proxy.";
  return "Not proven to be the best: the search was stopped early, and an allocation close to the best is shown.";
}

function floorLine({ atLeast, drop }: PruneOutcome): string {
  const share = Number((100 * atLeast).toPrecision(4));
  return `Every attention and FFN keeps at least ${share} % (--at-least)${drop ? ", or is removed" : ""}.`;
}
