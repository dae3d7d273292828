import { type AdditiveQuantity, type Budget, budgetQuantities, UsageError } from "@zerolm/core";
import { fullCount } from "../output/numbers.js";
import type { BudgetFlags } from "./budget-options.js";

/**
 * The budgets that flags ask for.
 *
 * @throws {UsageError} where a least value is above the most, and for a dtype that counts nothing
 */
export function budgetsOf(flags: BudgetFlags): Budget[] {
  refuseIdleDtype(flags);
  const { parameters, nonEmbeddingParameters, activeParameters, flops, weightBytes, cacheBytes } =
    budgetQuantities;
  return [
    ...limit(parameters(), flags.minParams, flags.maxParams),
    ...limit(nonEmbeddingParameters(), flags.minNonEmbeddingParams, flags.maxNonEmbeddingParams),
    ...limit(activeParameters(), flags.minActiveParams, flags.maxActiveParams),
    ...limit(flops(flags), flags.minFlops, flags.maxFlops),
    ...limit(weightBytes(flags), flags.minBytes, flags.maxBytes),
    ...limit(cacheBytes(flags), flags.minKvBytes, flags.maxKvBytes),
  ];
}

function limit(quantity: AdditiveQuantity, minimum?: number, maximum?: number): Budget[] {
  if (minimum === undefined && maximum === undefined) return [];
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    throw new UsageError(
      `the least ${quantity.name} allowed (${fullCount(minimum)}) are above the most (${fullCount(maximum)})`,
    );
  return [{ quantity, minimum, maximum }];
}

function refuseIdleDtype({ dtype, ...flags }: BudgetFlags): void {
  const { minBytes, maxBytes, minKvBytes, maxKvBytes } = flags;
  const bytes = [minBytes, maxBytes, minKvBytes, maxKvBytes];
  if (dtype !== undefined && bytes.every((size) => size === undefined))
    throw new UsageError("--dtype goes with a budget on bytes, as --max-bytes or --max-kv-bytes");
}

/** What the front is drawn against: what a single budget limits, else parameters. */
export function costOf(budgets: readonly Budget[]): Budget["quantity"] {
  const [only, ...others] = budgets;
  return only && others.length === 0 ? only.quantity : budgetQuantities.parameters();
}
