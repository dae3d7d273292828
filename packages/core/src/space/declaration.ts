import { z } from "zod";

const identifier = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, "must be a name: a letter, then letters, digits or _")
  .max(64);

/** A number, a word or a part of an architecture; a word that names a choice stands for its value. */
const template: z.ZodType<Template> = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.array(template), z.record(z.string(), template)]),
);

const options = z.array(template).min(1).max(10_000);

/** The document of a space: choices, and the architecture that they fill in. */
export const spaceSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(200),
  title: z.string().max(1000).optional(),
  source: z.string().max(1000).optional(),
  macro: z
    .record(identifier, options)
    .refine((macro) => "depth" in macro, { message: "needs the choice depth: how many layers" })
    .describe("Choices made once for an architecture. depth is the number of layers."),
  layer: z.record(identifier, options).describe("Choices made in every layer."),
  architecture: template.describe(
    "The architecture without its layers; a word that names a macro choice stands for its value.",
  ),
  layers: template.describe("One layer: mixer and ffn; a word that names a choice stands for its value."),
});

/** Part of an architecture in which words may stand for choices. */
export type Template = number | string | boolean | readonly Template[] | { readonly [key: string]: Template };

/** A space as a document gives it. */
export type SpaceDeclaration = z.output<typeof spaceSchema>;

/** Values of choices by name. */
export type Bindings = Readonly<Record<string, Template>>;

/**
 * Fills a template in: a word that names a choice becomes its value, which is filled in in turn.
 *
 * @throws {RangeError} where choices stand for each other in a circle
 * @example
 * fillIn({ kind: "plain", width: "ffnWidth" }, { ffnWidth: 512 }); // { kind: "plain", width: 512 }
 */
export function fillIn(template: Template, bindings: Bindings): Template {
  if (typeof template === "string") {
    const value = Object.hasOwn(bindings, template) ? bindings[template] : undefined;
    return value === undefined ? template : fillIn(value, without(bindings, template));
  }
  if (Array.isArray(template)) return template.map((item: Template) => fillIn(item, bindings));
  if (typeof template !== "object") return template;
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, fillIn(item, bindings)]));
}

/** A choice cannot stand for itself: its own name inside its value is a plain word. */
function without(bindings: Bindings, name: string): Bindings {
  return Object.fromEntries(Object.entries(bindings).filter(([key]) => key !== name));
}

/**
 * Every combination of the options, the last choice changing fastest.
 *
 * @example
 * combinations({ heads: [2, 4], stacks: [1, 3] }); // heads 2 stacks 1, heads 2 stacks 3, heads 4 stacks 1, heads 4 stacks 3
 */
export function combinations(choices: Readonly<Record<string, readonly Template[]>>): Bindings[] {
  return Object.entries(choices).reduce<Bindings[]>(
    (partial, [name, values]) =>
      partial.flatMap((bindings) => values.map((value) => ({ ...bindings, [name]: value }))),
    [{}],
  );
}

/** Above this many combinations in one layer, or of macro choices, a space is refused. */
export const maximumCombinations = 100_000;

/** How many combinations there are, as a number that may exceed what can be enumerated. */
export const countCombinations = (choices: Readonly<Record<string, readonly unknown[]>>): number =>
  Object.values(choices).reduce((product, values) => product * values.length, 1);
