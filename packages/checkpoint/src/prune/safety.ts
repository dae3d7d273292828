import type { MappedCheckpoint } from "../map-checkpoint.js";
import type { PrunablePart, SizeMeasure } from "./parts.js";
import type { PartChoices } from "./uniform-plan.js";
import type { Uniformity } from "./uniformity.js";

/*
 * What is kept back from the worth. A sum of capacities empties layers whose weights are small, the first among them, which a model cannot
 * do without. Chosen on three ordinary Llamas of 8, 12 and 16 layers, by windows that no table of `docs/pruning.md` uses.
 */

/** Layers at each end that stay whole. */
export const defaultProtected = 1;

/** Of fewer layers too few are left between the protected ones. */
const leastDepth = 3;

/** How evenly the FFNs between them are cut: the share of an equal cut that each keeps, as far as {@link evennessAt} lets it. */
export const defaultEvenness = 0.9;

/**
 * The evenness unless one is asked for: none by a worth that knows a text, as long as layers may differ. Layers that are equal cannot keep
 * what one of them needs, and without it such a worth gives up heads of all layers for FFN rows (`docs/pruning.md`).
 */
export const usualEvenness = (uniform: Uniformity, isByText: boolean): number =>
  isByText && uniform !== "all" ? 0 : defaultEvenness;

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

/**
 * The evenness of an equal cut to some share: what was asked for where next to nothing is cut, and 1 where half or more is. Little can go
 * wrong in a small cut, and the worth gains; in a large one an equal cut was the best of what was tried.
 */
export const evennessAt = (share: number, evenness: number): number =>
  1 - (1 - evenness) * Math.max(0, Math.min(1, 2 * share - 1));

/** The choices of a part from one number of units to another; leaving it out altogether stays a choice. */
export function choicesBetween(one: PartChoices, least: number, most: number): PartChoices {
  const isAllowed = (count: number): boolean => count === 0 || (count >= least && count <= most);
  const places = one.kept.flatMap((count, place) => (isAllowed(count) ? [place] : []));
  return {
    ...one,
    kept: places.map((place) => one.kept[place] as number),
    choices: places.flatMap((place) => one.choices[place] ?? []),
  };
}
