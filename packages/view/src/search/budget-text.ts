import { budgetQuantities, latencyName } from "@zerolm/core";
import type { BudgetName } from "@zerolm/tasks";
import { budgetWords } from "@zerolm/tasks/words";
import { millisecondsText } from "../measure/protocol-text.js";
import { flopsText, shortCount } from "../words/numbers.js";

/** What a budget limits, in words: "non-embedding parameters". */
export const quantityText = (name: BudgetName): string =>
  name === "latency" ? latencyName : budgetQuantities[name]().name;

/**
 * Microseconds as people say them.
 *
 * @example
 * latencyText(20_000); // "20.0 ms"
 */
export const latencyText = (microseconds: number): string => `${millisecondsText(microseconds / 1e6)} ms`;

/** Whether a name is that of a budget. */
export const isBudget = (name: string): name is BudgetName => Object.hasOwn(budgetWords, name);

/**
 * A budget in words.
 *
 * @example
 * budgetText({ quantity: "parameters", maximum: 30e6 }); // "at most 30.00M parameters"
 */
export function budgetText({
  quantity,
  minimum,
  maximum,
}: {
  readonly quantity: BudgetName;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}): string {
  if (quantity === "latency") return rangeText(minimum, maximum, latencyText, "of latency");
  const short = quantity === "flops" || quantity === "memory" ? flopsText : shortCount;
  return rangeText(minimum, maximum, short, quantityText(quantity));
}

function rangeText(
  minimum: number | undefined,
  maximum: number | undefined,
  short: (value: number) => string,
  name: string,
): string {
  if (minimum === undefined) return `at most ${short(maximum as number)} ${name}`;
  if (maximum === undefined) return `at least ${short(minimum)} ${name}`;
  return `${short(minimum)} to ${short(maximum)} ${name}`;
}
