import { depthOf, type MacroOption, type Space } from "../../space/space.js";
import type { Best, SearchRequest } from "../search.js";
import type { SizeCurve } from "./size-curve.js";

/** How near shapes are to the best that count as equally good, in per cent of equivalent size. */
export const flatWithin = 5;

/** How flat the top is: what may be chosen by other reasons than the score. */
export interface Flatness {
  readonly depth: Extent;
  readonly hidden: Extent;
  /** How many macro options have an architecture as good as that. */
  readonly shapes: number;
}

/** Both ends included. */
export interface Extent {
  readonly least: number;
  readonly most: number;
}

/**
 * The range of depth and of hidden size within 5 % of equivalent size of the best: whatever scores at least what 95 % of the budget reaches.
 *
 * @param best one of each macro option, as a search with `perMacro` finds them; the first is the best of all
 * @returns nothing if 95 % of the budget reaches nothing
 * @example
 * const { depth } = await flatness(space, best, curve); // { least: 24, most: 34 }
 */
export async function flatness(
  space: Space,
  best: readonly Best[],
  curve: SizeCurve,
  { minimize = false }: Pick<SearchRequest, "minimize"> = {},
): Promise<Flatness | undefined> {
  const threshold = await curve.bestAt(1 - flatWithin / 100);
  if (threshold === undefined) return undefined;
  const options = best
    .filter(({ score }) => (minimize ? score <= threshold : score >= threshold))
    .map(({ genotype }) => space.macroOptions[genotype.macro] as MacroOption);
  return {
    depth: extentOf(options.map(depthOf)),
    hidden: extentOf(options.map(({ frame }) => frame.hidden)),
    shapes: options.length,
  };
}

const extentOf = (values: readonly number[]): Extent => ({
  least: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  most: values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
});
