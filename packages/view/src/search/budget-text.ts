import { budgetQuantities } from "@zerolm/core";
import type { BudgetName } from "@zerolm/tasks";
import { flopsText, shortCount } from "../words/numbers.js";

/** What a budget limits, in words: "non-embedding parameters". */
export const quantityText = (name: BudgetName): string => budgetQuantities[name]().name;

/** Whether a name is that of a budget. */
export const isBudget = (name: string): name is BudgetName => Object.hasOwn(budgetQuantities, name);

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
  const short = quantity === "flops" || quantity === "memory" ? flopsText : shortCount;
  const name = quantityText(quantity);
  if (minimum === undefined) return `at most ${short(maximum as number)} ${name}`;
  if (maximum === undefined) return `at least ${short(minimum)} ${name}`;
  return `${short(minimum)} to ${short(maximum)} ${name}`;
}
