import { z } from "zod";

/** What programs write for a number that is none: NumPy, pandas, PyTorch, R's `NA`, JSON and YAML; an empty cell too. */
const noNumber = /^\s*(?:[+-]?\.?(?:nan|inf|infinity)|n\/?a|null|none)?\s*$/i;

/**
 * Whether a cell holds no number although it may: it is empty or null, or a proxy or a training run diverged.
 *
 * @example
 * isMissing("nan"); // true
 * isMissing("7l.5"); // false: a text, which is a mistake
 */
export const isMissing = (cell: unknown): boolean =>
  cell === undefined ||
  cell === null ||
  (typeof cell === "number" && !Number.isFinite(cell)) ||
  (typeof cell === "string" && (noNumber.test(cell) || isInfinite(cell)));

/** `1e400` is more than a double holds. */
const isInfinite = (text: string): boolean => Math.abs(Number(text)) === Number.POSITIVE_INFINITY;

/** A value that may be missing; it is then `undefined`. */
export const orMissing = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((cell) => (isMissing(cell) ? undefined : cell), schema.optional());
