import { z } from "zod";

/*
 * Limits on sizes. They are above any Transformer that exists, and keep every parameter count an exact integer in a double:
 * at most 2³⁶ entries a dense matrix and 2⁴¹ a convolution's kernel generator, 2⁴³ a layer with 64 FFN stacks, 2¹⁰ layers.
 */
export const maximumHidden = 2 ** 18;
export const maximumWidth = 2 ** 18;
export const maximumHeads = 4096;
export const maximumVocabulary = 2 ** 24;
export const maximumDepth = 1024;

/** A whole number from 1 to `maximum`. */
export const size = (maximum: number, what: string) => z.int().min(1).max(maximum).describe(what);

/** A whole number from 0 to `maximum`; 0 means that there is none. */
export const sizeOrNone = (maximum: number, what: string) => z.int().min(0).max(maximum).describe(what);
