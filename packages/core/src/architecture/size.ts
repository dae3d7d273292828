import { z } from "zod";

/*
 * Limits on sizes. They are above any Transformer that exists, and keep every parameter count an exact integer in a double:
 * at most 2³⁶ entries a dense matrix, 2⁴⁰ a convolution's kernel generator and 2⁴² an embedding; 65 · 2³⁶ an FFN of 64 stacks,
 * 2⁴² and its router a mixture of experts; adapters far less than what they act on; 2¹⁰ layers. Together that is less than 2⁵³.
 */
export const maximumHidden = 2 ** 18;
export const maximumWidth = 2 ** 18;
export const maximumHeads = 4096;
/** Of a low-rank adapter. */
export const maximumRank = 4096;
export const maximumKernel = 1024;
export const maximumExperts = 4096;
/** Entries in the matrices of all experts of one layer. */
export const maximumExpertEntries = 2 ** 42;
/** Values in one image patch. */
export const maximumPatch = 2 ** 24;
export const maximumVocabulary = 2 ** 24;
/** Tokens. */
export const maximumWindow = 2 ** 24;
export const maximumDepth = 1024;

/** A whole number from 1 to `maximum`. */
export const size = (maximum: number, what: string) => z.int().min(1).max(maximum).describe(what);

/** A whole number from 0 to `maximum`; 0 means that there is none. */
export const sizeOrNone = (maximum: number, what: string) => z.int().min(0).max(maximum).describe(what);

/** Something that most architectures lack: true, or not said. */
export const rare = (what: string) => z.literal(true).optional().describe(what);
