import type { Architecture } from "../architecture/architecture.js";
import { WorkError } from "../errors.js";
import { additiveScore, additiveSum } from "../proxy/additive.js";
import type { Additive } from "../proxy/proxy.js";
import type { Space } from "../space/space.js";
import type { Budget, Quantity } from "./search.js";
import { type Terms, TermTable } from "./terms.js";

/** Whether a quantity is within a budget, both ends included. */
export const within = (
  value: number,
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Omit<Budget, "quantity">,
): boolean => value >= minimum && value <= maximum;

/** The value of a quantity for one architecture. */
export const quantityOf = ({ additive }: Quantity, architecture: Architecture): number =>
  additiveScore(additiveSum(additive, architecture), additive.scale(architecture));

/** The smallest and the largest value of a quantity in a space; both are reached. */
export function rangeOf(
  quantity: Additive,
  space: Space,
): { readonly minimum: number; readonly maximum: number } {
  const table = new TermTable(quantity);
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const option of space.macroOptions) {
    const ends = endsOf(table.of(option));
    minimum = Math.min(minimum, ends.minimum);
    maximum = Math.max(maximum, ends.maximum);
  }
  return { minimum, maximum };
}

/** The smallest and the largest value under one macro option. */
export function endsOf({ stages, rest, scale }: Terms): {
  readonly minimum: number;
  readonly maximum: number;
} {
  let [lowHigh, lowLow, topHigh, topLow] = [rest.high, rest.low, rest.high, rest.low];
  for (const { high, low } of stages) {
    let [least, most] = [0, 0];
    for (let option = 1; option < high.length; option++) {
      const than = (other: number): number =>
        (high[option] as number) -
        (high[other] as number) +
        ((low[option] as number) - (low[other] as number));
      if (than(least) < 0) least = option;
      if (than(most) > 0) most = option;
    }
    lowHigh += high[least] as number;
    lowLow += low[least] as number;
    topHigh += high[most] as number;
    topLow += low[most] as number;
  }
  return { minimum: (lowHigh + lowLow) * scale, maximum: (topHigh + topLow) * scale };
}

/** The error for a search that found nothing: which budget excludes the whole space, or that they exclude each other. */
export function infeasible(budgets: readonly Budget[], space: Space): WorkError {
  for (const budget of budgets) {
    const { minimum, maximum } = rangeOf(budget.quantity.additive, space);
    const { name } = budget.quantity;
    if (budget.maximum !== undefined && budget.maximum < minimum)
      return new WorkError(
        `no architecture of ${space.name} fits: the smallest has ${counted(minimum)} ${name}; raise the maximum to that`,
      );
    if (budget.minimum !== undefined && budget.minimum > maximum)
      return new WorkError(
        `no architecture of ${space.name} fits: the largest has ${counted(maximum)} ${name}; lower the minimum to that`,
      );
  }
  const names = budgets.map(({ quantity }) => quantity.name).join(" and ");
  return new WorkError(
    budgets.length > 1
      ? `no architecture of ${space.name} meets the budgets on ${names} at once, though each alone can be met; widen one`
      : `no architecture of ${space.name} lies within the budget on ${names}; widen it`,
  );
}

const counted = (value: number): string => value.toLocaleString("en-US");
