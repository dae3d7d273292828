import { z } from "zod";

/** Part of an architecture in which words may stand for choices. */
export type Template = number | string | boolean | readonly Template[] | { readonly [key: string]: Template };

const template: z.ZodType<Template> = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.array(template), z.record(z.string(), template)]),
);

const identifier = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, "must be a name: a letter, then letters, digits or _")
  .max(64);

const whole = z
  .int()
  .min(0)
  .max(2 ** 40);

const range = z.strictObject({
  from: whole.describe("First value."),
  to: whole.describe("Last value, if the step leads to it."),
  step: whole.min(1).default(1).describe("Step between values."),
});

const choice = z
  .union([z.array(template).min(1).max(10_000), range], {
    error: "must be a list of options, or a range { from, to, step }",
  })
  .describe("The options: a list, or a range { from, to, step }.");

const groupShape = {
  mixer: template.optional().describe("The mixer of a layer. A layer may lack it, or its FFN."),
  cross: template.optional().describe("Attention to the encoder."),
  ffn: template.optional().describe("The FFN of a layer. A layer may lack it, or its mixer."),
  adapters: template.optional().describe("Low-rank adapters beside projections of a layer."),
};

const group = z.strictObject({
  count: template.default("depth").describe("How many layers. Default: depth."),
  equal: z.boolean().optional().describe("Whether all layers of the group are equal."),
  ...groupShape,
});

/** The document of a space: choices, constraints, and the architecture that they fill in. */
export const spaceSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(200),
  title: z.string().max(1000).optional(),
  source: z.string().max(1000).optional(),
  macro: z
    .record(identifier, choice)
    .describe("Choices made once for an architecture. depth is the number of layers."),
  layer: z.record(identifier, choice).default({}).describe("Choices made in every layer."),
  let: z
    .record(identifier, template)
    .default({})
    .describe("Names for values that follow from choices, for example width: 4 * hidden."),
  where: z
    .array(z.string().max(500))
    .max(100)
    .default([])
    .describe("Constraints that every combination must meet, for example hidden % heads == 0."),
  layersEqual: z.boolean().default(false).describe("Whether all layers of an architecture are equal."),
  architecture: template.describe("The architecture without its layers."),
  layers: z
    .union([z.strictObject(groupShape), z.array(group).min(1).max(16)], {
      error: "must be one layer { mixer, ffn }, or a list of groups of layers, each { count, mixer, ffn }",
    })
    .describe("One layer, or groups of layers in their order, each with a count."),
});

/** A space as a document gives it. */
export type SpaceDeclaration = z.output<typeof spaceSchema>;

/** A choice: its options one by one, or a range. */
export type Choice = z.output<typeof choice>;

/** Layers that have the same choices. */
export type LayerGroup = z.output<typeof group>;

/** Values of choices by name. */
export type Bindings = Readonly<Record<string, Template>>;

/** Whether layers are given as a list of groups, and not as one. */
export const isList = (layers: SpaceDeclaration["layers"]): layers is LayerGroup[] => Array.isArray(layers);

/** The groups of layers; a single layer stands for one group of `depth` layers. */
export function groupsOf({ layers, layersEqual }: SpaceDeclaration): LayerGroup[] {
  const groups: readonly LayerGroup[] = isList(layers) ? layers : [{ count: "depth", ...layers }];
  return groups.map((one) => ({ ...one, equal: one.equal ?? layersEqual }));
}

/** The same choices, but one for all layers of a group. */
export function withEqualLayers(declaration: SpaceDeclaration): SpaceDeclaration {
  const { layers } = declaration;
  const equal = isList(layers) ? layers.map((one) => ({ ...one, equal: true })) : layers;
  return { ...declaration, layersEqual: true, layers: equal };
}

/** The options of a choice one by one. */
export function optionsOf(choice: Choice): readonly Template[] {
  if (!("from" in choice)) return choice as readonly Template[];
  const { from, to, step } = choice;
  const count = Math.max(0, Math.floor((to - from) / step) + 1);
  return Array.from({ length: count }, (_, index) => from + index * step);
}

/** How many options a choice has, without listing them. */
export function countOptions(choice: Choice): number {
  if (!("from" in choice)) return (choice as readonly Template[]).length;
  return Math.max(0, Math.floor((choice.to - choice.from) / choice.step) + 1);
}

/** The end of a choice: its least or its most. */
export type ChoiceEnd = "least" | "most";

/** A choice of numbers with one more, beyond an end and as far from it as the one before; nothing if there is no such number. */
export function widened(choice: Choice, end: ChoiceEnd): Choice | undefined {
  const values = optionsOf(choice).filter((value) => typeof value === "number");
  const sorted = values.toSorted((one, other) => (end === "most" ? other - one : one - other));
  const [last, before] = [...new Set(sorted)];
  if (last === undefined || before === undefined || values.length < countOptions(choice)) return undefined;
  const beyond = valueBeyond(last, before);
  return beyond === undefined ? undefined : [...values, beyond];
}

/**
 * The value beyond the last of a range: as far from it as that from the one before. If that is not above 0, the same ratio further, if that is a
 * whole number.
 *
 * @example
 * valueBeyond(40, 38); // 42
 * valueBeyond(64, 128); // 32
 */
export function valueBeyond(last: number, before: number): number | undefined {
  const beyond = Number((2 * last - before).toPrecision(12));
  if (beyond > 0) return beyond;
  const ratio = (last * last) / before;
  return Number.isInteger(ratio) && ratio > 0 ? ratio : undefined;
}

/** The JSON Schema of space files, for editors and other tools; published as `schema/space.schema.json`. */
export function spaceJsonSchema(): object {
  return { ...z.toJSONSchema(spaceSchema, { io: "input" }), title: "zerolm space" };
}
