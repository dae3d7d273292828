import { flopsText, scoreText, shortCount } from "../words/numbers.js";
import { percentText } from "../words/percent.js";
import { isBudget, quantityText } from "./budget-text.js";
import type { SearchOutcome } from "./search-view.js";

/** The cheapest within a share of the best, and what is proven of it; nothing if it was not asked for. */
export function withinTexts({ within }: SearchOutcome): string[] {
  if (!within) return [];
  const { share, prefer, optimal, amount, amountOfBest, equivalentSize, cheapest } = within;
  const less =
    amountOfBest > 0 ? `, ${percentText(100 * (1 - amount / amountOfBest))} less than the best` : "";
  const gap = equivalentSize === undefined ? "" : ` (gap ${percentText(equivalentSize)})`;
  const proof = optimal
    ? "Proven: no architecture with this score has less of it."
    : "Not proven: another architecture may have less of it.";
  return [
    `Fewest ${preferText(prefer)} within ${percentText(100 * share)} of the best score: ${amountText(prefer, amount)}${less}.`,
    `It has score ${scoreText(cheapest.score)}${gap}, ${shortCount(cheapest.parameters)} parameters, ${flopsText(cheapest.flops)} FLOPs. ${proof}`,
  ];
}

const preferText = (name: string): string => (isBudget(name) ? quantityText(name) : "layers");

const amountText = (name: string, amount: number): string =>
  (name === "flops" ? flopsText : name === "depth" ? String : shortCount)(amount);

/** What it costs that only what a Hugging Face config can express was searched; nothing if all was. */
export function writableTexts({ writable }: SearchOutcome): string[] {
  if (!writable) return [];
  const { equivalentSize, score } = writable;
  const cost =
    equivalentSize === undefined
      ? `the best of the whole space scores ${scoreText(score)}`
      : `this restriction costs ${percentText(equivalentSize)} of the size`;
  return [`Only architectures that a Hugging Face config can express were searched: ${cost}.`];
}
