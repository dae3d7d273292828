import { counted } from "../words/numbers.js";
import { percentText } from "../words/percent.js";
import { printable } from "../words/text.js";
import { quantityText } from "./budget-text.js";
import type { SearchOutcome } from "./search-view.js";

type Advice = NonNullable<SearchOutcome["advice"]>;
type End = Advice["ends"][number];

/** How many choices at an end are said with what lies beyond. */
const shownEnds = 3;

/**
 * What to know before one trains the answer, one sentence or two each.
 *
 * @example
 * adviceTexts(outcome); // ["depth 40 is the maximum of this space. The space set this value, not the score."]
 */
export function adviceTexts(outcome: SearchOutcome): string[] {
  const { advice } = outcome;
  if (!advice) return [];
  return [
    ...endTexts(advice, outcome),
    ...flatTexts(advice),
    ...opinionTexts(advice),
    ...orderTexts(advice, outcome),
    ...mixtureTexts(advice),
    ...unjudgedTexts(advice),
    ...(advice.skipped?.some((name) => name !== "ends")
      ? ["Some advice is left out, because it would have taken too long."]
      : []),
  ];
}

/** The ends that are worth something beyond; if nothing was looked for there, all ends. */
function endTexts({ ends, equivalentSizeOf, skipped = [] }: Advice, { budgets }: SearchOutcome): string[] {
  const isLimited = budgets.some(({ maximum }) => maximum !== undefined);
  const worth = ends
    .filter(({ gain = 0 }) => gain > 0)
    .sort((one, other) => (other.gain ?? 0) - (one.gain ?? 0));
  const size = equivalentSizeOf === undefined ? "" : ` in ${quantityText(equivalentSizeOf)}`;
  // Without a budget to compare with, or if it was skipped, nothing was looked for beyond.
  const wasSought = equivalentSizeOf !== undefined && !skipped.includes("ends");
  const unknown = wasSought ? [] : ends.filter((end) => !isNatural(end));
  const last = wasSought ? ends.filter(({ beyond }) => beyond === undefined) : [];
  const listed = unknown.map(valueText).join(", ");
  return [
    ...worth.slice(0, shownEnds).map((end) => `${endText(end)} ${beyondText(end, size)}`),
    ...(worth.length > shownEnds
      ? [`Also at an end of this space: ${worth.slice(shownEnds).map(valueText).join(", ")}.`]
      : []),
    ...(last.length > 0
      ? [`At an end of this space, with no further value to try: ${last.map(valueText).join(", ")}.`]
      : []),
    ...(unknown.length === 0
      ? []
      : [
          isLimited
            ? `At an end of this space: ${listed}. The space set these values, not the score.`
            : `No budget limits the size, and the answer lies at an end of this space: ${listed}.`,
        ]),
  ];
}

/** Nothing lies below one head, one group or one expert. */
const isNatural = ({ end, value }: End): boolean => end === "least" && value === 1;

const valueText = ({ choice, value, end, layers }: End): string =>
  `${printable(choice)} ${value} (${endWords[end]}${layers === undefined ? "" : `, ${counted(layers, "layer")}`})`;

const endText = ({ choice, value, end }: End): string =>
  `${printable(choice)} ${value} is the ${endWords[end]} of this space. The space set this value, not the score.`;

const endWords = { least: "minimum", most: "maximum" } as const;

const beyondText = ({ beyond, equivalentSize }: End, size: string): string =>
  equivalentSize === undefined || equivalentSize === 0
    ? `With ${beyond}, the score would be higher.`
    : `With ${beyond}, a budget that is ${percentText(equivalentSize)} smaller${size} would give the same score.`;

function flatTexts({ flatness, equivalentSizeOf }: Advice): string[] {
  if (!flatness || equivalentSizeOf === undefined) return [];
  const { within, depth, hidden, shapes: count } = flatness;
  if (count === 1)
    return [`No other shape comes within ${within} % of the ${quantityText(equivalentSizeOf)}.`];
  const range = ({ least, most }: typeof depth): string =>
    least === most ? `${least}` : `${least} to ${most}`;
  return [
    `The top is flat: ${count} shapes are within ${within} % of size, with depth ${range(depth)} and hidden size ${range(hidden)}. Choose among them by latency, memory or habit.`,
  ];
}

function opinionTexts({ opinions }: Advice): string[] {
  const [first] = opinions;
  if (!first) return [];
  const places = opinions.flatMap(({ proxy, place }) => (place === undefined ? [] : [`${proxy} ${place}`]));
  const of = Math.max(...opinions.map((one) => one.of));
  return places.length === 0
    ? []
    : [`Rank of the answer among the best ${of} shapes by other proxies: ${places.join(", ")}.`];
}

function orderTexts({ layerOrderMatters }: Advice, { best: [first] }: SearchOutcome): string[] {
  const layers = first?.architecture.layers ?? [];
  const differ = layers.some(
    (layer) => JSON.stringify(withoutRepeat(layer)) !== JSON.stringify(withoutRepeat(layers[0])),
  );
  if (layerOrderMatters !== false || !differ) return [];
  return ["The score does not depend on the order of layers, so the order shown is arbitrary."];
}

/** Equal layers stand as one with a count. */
function withoutRepeat(layer: unknown): unknown {
  if (typeof layer !== "object" || layer === null) return layer;
  return { ...layer, repeat: 1 };
}

function unjudgedTexts({ unjudged = [] }: Advice): string[] {
  if (unjudged.length === 0) return [];
  return [`No proxy has been evaluated on layers with ${unjudged.join(" and ")}.`];
}

function mixtureTexts({ mixture }: Advice): string[] {
  if (!mixture) return [];
  return [
    `Mixtures are scored by a rule of thumb: ${mixture.rule}.`,
    ...(mixture.moreExpertsAlwaysBetter
      ? [
          "More experts always score higher here, because no budget limits their number. Add --max-params or --max-bytes.",
        ]
      : []),
  ];
}
