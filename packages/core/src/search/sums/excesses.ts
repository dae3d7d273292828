import type { Random } from "../../random/random.js";

/** A limit, and what distances above and below it are divided by. */
export interface Distances {
  readonly minimum: number;
  readonly maximum: number;
  readonly above: number;
  readonly below: number;
}

/** How far a value lies outside. */
export function excessOver(value: number, { minimum, maximum, below, above }: Distances): number {
  if (value > maximum) return (value - maximum) / above;
  return value < minimum ? (minimum - value) / below : 0;
}

/** Adds how far each of the first values lies outside. */
export function addExcesses(
  values: Float64Array,
  { minimum, maximum, below, above }: Distances,
  excesses: Float64Array,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    const value = values[index];
    if (value > maximum) excesses[index] += (value - maximum) / above;
    else if (value < minimum) excesses[index] += (minimum - value) / below;
  }
}

/**
 * Draws one of the first excesses: one of 0, or else one below `left`, each such with the same chance.
 *
 * @returns its place, −1 if there is none, and the excess
 */
export function drawNearer(
  excesses: Float64Array,
  count: number,
  left: number,
  random: Random,
): { readonly place: number; readonly excess: number } {
  let [within, nearer] = [0, 0];
  for (let index = 0; index < count; index++) {
    if (excesses[index] === 0) within++;
    else if (excesses[index] < left) nearer++;
  }
  if (within + nearer === 0) return { place: -1, excess: left };
  let skipped = random.below(within > 0 ? within : nearer);
  for (let place = 0; ; place++) {
    const excess = excesses[place];
    const counts = within > 0 ? excess === 0 : excess < left;
    if (counts && skipped-- === 0) return { place, excess };
  }
}
