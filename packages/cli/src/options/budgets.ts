import { type AdditiveQuantity, type Budget, budgetQuantities, UsageError } from "@zerolm/core";
import { fullCount } from "@zerolm/view";
import type { BudgetFlags } from "./budget-options.js";
import type { ProxyFlags } from "./proxy.js";

/**
 * The budgets that flags ask for.
 *
 * @throws {UsageError} where a least value is above the most
 */
export function budgetsOf(flags: BudgetFlags & ProxyFlags): Budget[] {
  const { parameters, nonEmbeddingParameters, activeParameters, flops, weightBytes, kvBytes } =
    budgetQuantities;
  return [
    ...limit(parameters(), flags.minParams, flags.maxParams),
    ...limit(nonEmbeddingParameters(), flags.minNonEmbeddingParams, flags.maxNonEmbeddingParams),
    ...limit(activeParameters(), flags.minActiveParams, flags.maxActiveParams),
    ...limit(flops({ sequence: flags.sequence }), flags.minFlops, flags.maxFlops),
    ...limit(weightBytes({ dtype: flags.dtype }), flags.minBytes, flags.maxBytes),
    ...limit(kvBytes({ dtype: flags.dtype }), flags.minKvBytes, flags.maxKvBytes),
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

/**
 * Refuses a dtype that counts nothing.
 *
 * @param counted whether the proxy counts bytes
 * @throws {UsageError} where neither it nor a budget does
 */
export function refuseIdleDtype(flags: BudgetFlags & ProxyFlags, counted: boolean): void {
  const { dtype, minBytes, maxBytes, minKvBytes, maxKvBytes } = flags;
  const bytes = [minBytes, maxBytes, minKvBytes, maxKvBytes];
  if (dtype !== undefined && !counted && bytes.every((size) => size === undefined))
    throw new UsageError(
      "--dtype goes with a budget on bytes, as --max-bytes or --max-kv-bytes, or with --proxy weightBytes or kvBytes",
    );
}

/**
 * What the front is drawn against, and ties are broken by: what a single budget limits, else parameters, or FLOPs where the objective
 * counts parameters.
 *
 * @param objective name of the proxy
 */
export function costOf(budgets: readonly Budget[], objective: string, flags: ProxyFlags): Budget["quantity"] {
  const [only, ...others] = budgets;
  if (only && others.length === 0) return only.quantity;
  const parameters = budgetQuantities.parameters();
  return counts(objective, parameters) ? budgetQuantities.flops({ sequence: flags.sequence }) : parameters;
}

/** Refuses a front of a quantity against itself: every size would stand on it. */
export function refuseIdleFront(cost: Budget["quantity"], objective: string): void {
  if (!counts(objective, cost)) return;
  throw new UsageError(
    `a front of ${objective} against ${cost.name} would hold every size there is; limit another quantity than the objective, or leave out --pareto and --plot`,
  );
}

/** Whether a proxy and a quantity are one; weight bytes are parameters in another unit. */
function counts(proxy: string, { name }: Budget["quantity"]): boolean {
  const { parameters, weightBytes } = budgetQuantities;
  const own = Object.entries(budgetQuantities).find(([key]) => key === proxy)?.[1]().name;
  const inParameters = (one: string | undefined): string | undefined =>
    one === weightBytes().name ? parameters().name : one;
  return own !== undefined && inParameters(own) === inParameters(name);
}
