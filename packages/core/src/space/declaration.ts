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

/*
 * Limits. Templates are read by recursion, and choices that stand for several choices each multiply; no architecture has a
 * tenth of that many parts.
 */
const maximumNesting = 100;
const maximumParts = 1000;

/** Whether a value is nested more deeply than any template; a YAML alias of what it stands in nests without end. */
export function isTooDeep(value: unknown): boolean {
  const parts = (whole: unknown): unknown[] =>
    typeof whole === "object" && whole !== null ? Object.values(whole) : [];
  let level = new Set([value]);
  for (let depth = 0; depth < maximumNesting && level.size > 0; depth++)
    level = new Set([...level].flatMap(parts));
  return level.size > 0;
}

/**
 * Fills a template in: a word that names a choice becomes its value, which is filled in in turn. Choices that stand for each
 * other in a circle end it: inside its own value a name is a plain word.
 *
 * @returns `undefined` where the result would have more than 1,000 parts
 * @example
 * fillIn({ kind: "plain", width: "ffnWidth" }, { ffnWidth: 512 }); // { kind: "plain", width: 512 }
 */
export function fillIn(template: Template, bindings: Bindings): Template | undefined {
  let parts = 0;
  const fill = (part: Template, known: Bindings): Template => {
    if (++parts > maximumParts) return "";
    if (typeof part === "string") {
      const value = Object.hasOwn(known, part) ? known[part] : undefined;
      return value === undefined ? part : fill(value, without(known, part));
    }
    if (Array.isArray(part)) return part.map((item: Template) => fill(item, known));
    if (typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, fill(item, known)]));
  };
  const filled = fill(template, bindings);
  return parts > maximumParts ? undefined : filled;
}

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
