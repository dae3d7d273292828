/*
 * Nemotron-NAS (DeciLM) says the width of an FFN as a factor m of the hidden size d: ⌊2·m·d/3⌋, up to a multiple of 256.
 */

/** FFN widths that `ffn_mult` can say are multiples of this. */
export const multipleOfFfnMult = 256;

/** The width that a factor stands for; undefined without a factor. */
export function widthOfFfnMult(mult: number | null | undefined, hidden: unknown): number | undefined {
  if (typeof mult !== "number" || typeof hidden !== "number") return undefined;
  return Math.ceil(Math.floor((2 * mult * hidden) / 3) / multipleOfFfnMult) * multipleOfFfnMult;
}

/** The factor for a width, rounded as Nemotron-NAS rounds it; undefined if it would be read as another width. */
export function ffnMultOf(width: number, hidden: number): number | undefined {
  const mult = Number(((3 * width) / (2 * hidden)).toFixed(6));
  return widthOfFfnMult(mult, hidden) === width ? mult : undefined;
}
