import { depthOf, macroOptionAt } from "../../space/space.js";
import type { SearchMethod, SearchRequest } from "../search.js";
import type { Curve } from "./curve.js";

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
 * @param method the one of the curve
 * @returns nothing if 95 % of the budget reaches nothing
 * @example
 * const { depth } = await flatness(exact, request, curve); // { least: 24, most: 34 }
 */
export async function flatness(
  method: SearchMethod,
  request: SearchRequest,
  curve: Curve,
): Promise<Flatness | undefined> {
  const floor = await curve.bestAt(1 - flatWithin / 100);
  if (floor === undefined) return undefined;
  const { macroOptions } = request.space;
  const { onProgress: _, ...quiet } = request;
  const all = { ...quiet, floor, perMacro: true, top: macroOptions.length, pareto: false };
  const { best } = await method.search(all);
  const options = best.map(({ genotype }) => macroOptionAt({ macroOptions }, genotype.macro));
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
