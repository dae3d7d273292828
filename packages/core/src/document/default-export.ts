import { z } from "zod";
import { InputError } from "../errors.js";
import { checkValue } from "./check.js";
import { keyText } from "./key-text.js";

/**
 * What a module exports by default, or what a function of it returns, checked.
 *
 * @param file what messages call the module
 * @param what what messages call the value
 * @throws {InputError} that names the file and every field that is wrong
 * @example
 * checkDefaultExport(schema, (await import("./mine.mjs")).default, "mine.mjs");
 * // mine.mjs: default export: `needs` must be one of shapes, weights, network, device, not "shape"
 */
export function checkDefaultExport<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: string,
  what = "default export",
): z.output<Schema> {
  const checked = checkValue(schema, value);
  if (!checked.problems) return checked.value;
  const [first, ...others] = checked.problems.map(({ path, message }) => {
    const field = path.length === 0 ? "" : `\`${keyText(path)}\` `;
    return new InputError(`${field}${message}`, { file, key: what });
  });
  throw new InputError(first?.message ?? "is not valid", first?.place, others);
}

/** A text that says something. */
export const words = z.string().regex(/\S/, "must not be empty");

/** A name that fits into a command line, a file and a table. */
export const plainName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u, {
  error: "must be 1 to 60 letters, digits, dots, hyphens or underscores",
});

/** A function; what it takes and returns shows when it is called. */
export const callable = <Kind extends (...args: never[]) => unknown>(): z.ZodType<Kind> =>
  z.custom<Kind>((value) => typeof value === "function", "must be a function");
