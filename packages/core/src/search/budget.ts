import { WorkError } from "../errors.js";
import { additiveScore } from "../proxy/additive.js";
import type { Additive } from "../proxy/proxy.js";
import type { MacroOption, Space } from "../space/space.js";
import type { Budget } from "./search.js";

/** Whether a quantity is within a budget, both ends included. */
export const within = (
  value: number,
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Budget,
): boolean => value >= minimum && value <= maximum;

/** The smallest and the largest value of a quantity in a space; both are reached. */
export function rangeOf(
  quantity: Additive,
  space: Space,
): { readonly minimum: number; readonly maximum: number } {
  const ends = space.macroOptions.flatMap((option) => endsOf(quantity, option));
  return {
    minimum: ends.reduce((least, end) => Math.min(least, end), Number.POSITIVE_INFINITY),
    maximum: ends.reduce((most, end) => Math.max(most, end), Number.NEGATIVE_INFINITY),
  };
}

function endsOf(quantity: Additive, { frame, depth, layerOptions }: MacroOption): [number, number] {
  const rest = quantity.rest(frame);
  const scale = quantity.scale(frame);
  const layers = layerOptions
    .map((layer) => quantity.layer(layer, frame))
    .sort((one, other) => one.high + one.low - other.high - other.low);
  const total = (layer = { high: 0, low: 0 }): number =>
    additiveScore({ high: rest.high + depth * layer.high, low: rest.low + depth * layer.low }, scale);
  return [total(layers[0]), total(layers.at(-1))];
}

/** The error for a search that found nothing: which budget excludes the whole space, or that they exclude each other. */
export function infeasible(budgets: readonly Budget[], space: Space): WorkError {
  for (const budget of budgets) {
    const { minimum, maximum } = rangeOf(budget.quantity, space);
    const least = minimum.toLocaleString("en-US");
    const most = maximum.toLocaleString("en-US");
    if (budget.maximum !== undefined && budget.maximum < minimum)
      return new WorkError(
        `no architecture of ${space.name} fits: the smallest has ${least} ${budget.name}; raise the maximum to that`,
      );
    if (budget.minimum !== undefined && budget.minimum > maximum)
      return new WorkError(
        `no architecture of ${space.name} fits: the largest has ${most} ${budget.name}; lower the minimum to that`,
      );
  }
  const names = budgets.map(({ name }) => name).join(" and ");
  return new WorkError(`no architecture of ${space.name} fits the budget on ${names}; widen it`);
}
