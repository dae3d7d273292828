import type { MappedCheckpoint } from "../map-checkpoint.js";
import type { PrunablePart, SizeMeasure } from "./parts.js";
import type { PartChoices } from "./uniform-plan.js";

/*
 * What is kept back from the worth. A sum of capacities empties layers whose weights are small, the first among them, which a model cannot
 * do without. Chosen on 64 windows of the training text of plain-llama-kjv, an ordinary Llama (`docs/pruning.md`), looked at on
 * tiny-llama-kjv, and never on held-out text.
 */

/** Layers at each end that stay whole. */
export const defaultProtected = 1;

/** Of fewer layers too few are left between the protected ones. */
const leastDepth = 3;

/** The share of an equal cut that every FFN between them keeps at least. */
export const defaultEvenness = 0.9;

/** The share of its heads and rows that every sub-module keeps at least. */
export const defaultAtLeast = 0.1;

/** How many layers at each end are protected in a model of this depth. */
export const protectedLayers = (depth: number, asked = defaultProtected): number =>
  depth < leastDepth ? 0 : Math.min(asked, Math.floor((depth - 1) / 2));

/** Whether a layer is among the first or last so many. */
export const isProtected = (
  layer: number,
  { architecture: { layers } }: Pick<MappedCheckpoint, "architecture">,
  count: number,
): boolean => layer < count || layer >= layers.length - count;

/** A budget for the parts together, in one measure. */
export interface PartsBudget {
  readonly measure: SizeMeasure;
  readonly limit: number;
}

/**
 * The share of its rows that each FFN would keep if rows alone were cut, from all that may be cut equally. Negative if rows do not suffice.
 *
 * @param cut the FFNs that may be cut
 */
export function equalShare(
  all: readonly PrunablePart[],
  cut: readonly PrunablePart[],
  budgets: readonly PartsBudget[],
): number {
  const shares = budgets.map(({ measure, limit }) => {
    const whole = all.reduce((sum, part) => sum + part.size(part.units, measure), 0);
    // A part without rows loses its norm too, so the price of rows is that between one row and all.
    const rows = cut.reduce((sum, part) => sum + rowsSize(part, measure), 0);
    return whole <= limit ? 1 : rows === 0 ? Number.NEGATIVE_INFINITY : 1 - (whole - limit) / rows;
  });
  return Math.min(...shares);
}

const rowsSize = (part: PrunablePart, measure: SizeMeasure): number =>
  part.units < 2
    ? 0
    : ((part.size(part.units, measure) - part.size(1, measure)) * part.units) / (part.units - 1);

/** The choices of a part from some number of units on; leaving it out altogether stays a choice. */
export function choicesFrom(one: PartChoices, least: number): PartChoices {
  const places = one.kept.flatMap((count, place) => (count === 0 || count >= least ? [place] : []));
  return {
    ...one,
    kept: places.map((place) => one.kept[place] as number),
    choices: places.flatMap((place) => one.choices[place] ?? []),
  };
}
