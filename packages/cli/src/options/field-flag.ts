import { type BudgetName, budgetWords } from "@zerolm/tasks/words";
import { flagOf } from "./proxy-option.js";

/**
 * The flag that sets a field of a request, or an option of a proxy.
 *
 * @example
 * fieldFlag("budgets.kvBytes.maximum"); // "--max-kv-bytes"
 */
export function fieldFlag(field: string): string {
  const [, budget, end] = /^budgets\.(\w+)\.(minimum|maximum)$/.exec(field) ?? [];
  if (budget !== undefined && Object.hasOwn(budgetWords, budget))
    return `--${end === "minimum" ? "min" : "max"}-${budgetWords[budget as BudgetName].short}`;
  return flagOf(renamed[field] ?? field);
}

/** Fields whose flags have another name. */
const renamed: Readonly<Record<string, string>> = { points: "plot", dropLayers: "drop" };
