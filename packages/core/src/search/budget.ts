import type { Architecture } from "../architecture/architecture.js";
import { WorkError } from "../errors.js";
import { additiveScoreOf } from "../proxy/additive.js";
import { architectureAt, enumerate, type Space } from "../space/space.js";
import type { Budget, Quantity } from "./search.js";
import { endsOf, termsOf } from "./terms.js";

/** Whether a quantity is within a budget, both ends included. */
export const within = (
  value: number,
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Omit<Budget, "quantity">,
): boolean => value >= minimum && value <= maximum;

/** The value of a quantity for one architecture. */
export function quantityOf(quantity: Quantity, architecture: Architecture): number {
  const { additive } = quantity;
  if (!additive) return quantity.measure(architecture);
  return additiveScoreOf(additive, architecture);
}

/** The first of some quantities that is not a sum over layers: why a method that lays them out by layer refuses. */
export function refusedQuantity(quantities: readonly Quantity[]): string | undefined {
  const whole = quantities.find(({ additive }) => additive === undefined);
  return whole && `${whole.name} is not a sum over layers, so this method cannot use it`;
}

/** The smallest and the largest value of a quantity in a space; both are reached. What is no sum is measured everywhere. */
export function rangeOf(
  quantity: Quantity,
  space: Space,
): { readonly minimum: number; readonly maximum: number } {
  if (!quantity.additive) return measuredRange(quantity, space);
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const option of space.macroOptions) {
    const ends = endsOf(termsOf(quantity.additive, option));
    minimum = Math.min(minimum, ends.minimum);
    maximum = Math.max(maximum, ends.maximum);
  }
  return { minimum, maximum };
}

function measuredRange(quantity: Quantity, space: Space): ReturnType<typeof rangeOf> {
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const genotype of enumerate(space)) {
    const value = quantityOf(quantity, architectureAt(space, genotype));
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return { minimum, maximum };
}

/** How near a space comes to a budget that it misses, all other budgets kept. */
export interface Miss {
  readonly quantity: Quantity;
  /** The smallest value at or above the minimum. */
  readonly above?: number | undefined;
  /** The largest value at or below the maximum. */
  readonly below?: number | undefined;
}

/**
 * The error for a search that found nothing: which budget excludes the whole space, or that they exclude each other, and what would
 * have to be allowed.
 */
export function infeasible(
  budgets: readonly Budget[],
  space: Space,
  misses: () => readonly Miss[] = () => [],
): WorkError {
  for (const budget of budgets) {
    if (!budget.quantity.additive) continue;
    const { minimum, maximum } = rangeOf(budget.quantity, space);
    const { name } = budget.quantity;
    if (budget.maximum !== undefined && budget.maximum < minimum)
      return new WorkError(
        `no architecture of ${space.name} fits: the smallest has ${counted(minimum)} ${name}. Raise the maximum to that.`,
      );
    if (budget.minimum !== undefined && budget.minimum > maximum)
      return new WorkError(
        `no architecture of ${space.name} fits: the largest has ${counted(maximum)} ${name}. Lower the minimum to that.`,
      );
  }
  const names = budgets.map(({ quantity }) => quantity.name).join(" and ");
  const ways = misses().map(missText).join(", or ");
  return new WorkError(
    budgets.length > 1
      ? `no architecture of ${space.name} meets the budgets on ${names} at once, though each alone can be met. To find one, ${ways || "widen a budget"}.`
      : `no architecture of ${space.name} lies within the budget on ${names}. To find one, ${ways || "widen it"}.`,
  );
}

/** What would let something in. */
function missText({ quantity: { name }, above, below }: Miss): string {
  const raise = above === undefined ? undefined : `raise the maximum of ${name} to ${counted(above)}`;
  const lower = below === undefined ? undefined : `lower the minimum of ${name} to ${counted(below)}`;
  return [raise, lower].filter((way) => way !== undefined).join(" or ");
}

const counted = (value: number): string => value.toLocaleString("en-US");
