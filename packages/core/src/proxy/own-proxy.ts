import { z } from "zod";
import { callable, checkDefaultExport, plainName, words } from "../document/default-export.js";
import { InputError } from "../errors.js";
import { optionFields } from "./options.js";
import { proxies } from "./proxies.js";
import { needs, type Proxy } from "./proxy.js";

const optionsSchema = z
  .custom<z.ZodObject>(
    (value) => value instanceof Object && "_zod" in value && "shape" in value && "safeParse" in value,
    'must be a zod object: z.strictObject({ … }) of the z that "@zerolm/core" exports',
  )
  .superRefine((options, context) => {
    const known = new Set(optionFields(options).map(({ key }) => key));
    for (const [key, schema] of Object.entries(options.shape)) {
      const message = problemOf(key, known.has(key), (schema as z.ZodType).description);
      if (message !== undefined) context.addIssue({ code: "custom", path: [key], message });
    }
  });

/** What a command line could not make a flag of, or could not explain. */
function problemOf(key: string, isField: boolean, description: string | undefined): string | undefined {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(key))
    return "must be named in camel case, with a small first letter: the flag --two-words is the option twoWords";
  if (!isField) return "must be a number, a text, one of some words, or true or false";
  if (description === undefined) return "needs .describe(…), which the help shows";
  return undefined;
}

const proxySchema = z.looseObject({
  name: plainName,
  summary: words,
  source: words,
  tunedOn: words.optional(),
  objectiveOnly: z.boolean().optional(),
  options: optionsSchema,
  needs: z.enum(needs),
  prepare: callable<Proxy["prepare"]>(),
});

/**
 * A proxy of one's own, as a module exports it by default.
 *
 * @param file what messages call the module
 * @throws {InputError} that names the file and every field that is wrong, or a name that a built-in proxy has
 * @example
 * const mine = ownProxy((await import("./mine.mjs")).default, "mine.mjs");
 */
export function ownProxy(value: unknown, file: string): Proxy {
  const { name } = checkDefaultExport(proxySchema, value, file);
  if (Object.hasOwn(proxies, name))
    throw new InputError(
      `\`name\` is ${JSON.stringify(name)}, the name of a built-in proxy. Choose another.`,
      {
        file,
        key: "default export",
      },
    );
  return value as Proxy;
}
