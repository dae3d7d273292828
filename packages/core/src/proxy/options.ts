import { z } from "zod";
import { checkValue } from "../document/check.js";
import { sortedText } from "../document/sorted-text.js";
import { UsageError } from "../errors.js";
import type { OptionValues, Proxy } from "./proxy.js";

/** One option of a proxy as a form or a command line shows it. */
export interface OptionField {
  /** Its name in `options`. */
  readonly key: string;
  /** What `.describe()` says of it. */
  readonly summary: string;
  /** What a number is counted in, from `.meta({ unit })`. */
  readonly unit?: string | undefined;
  /** The numbers that it takes. Missing if it takes none. */
  readonly number?: NumberField | undefined;
  /** The words that it takes, in their order. Empty if it takes none, or any text. */
  readonly words: readonly string[];
  /** Whether it takes any text. */
  readonly text: boolean;
  /** Whether it is true or false. */
  readonly toggle: boolean;
  /** What stands for an option that is not given: its default, or `.meta({ otherwise })`, words for what no one value says. */
  readonly default?: string | number | boolean | undefined;
}

/** A range of numbers, both ends included unless `above` or `below` says otherwise. */
export interface NumberField {
  readonly whole: boolean;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
}

/**
 * The options of a proxy, in the order of its schema. Alternatives that are no number, text, choice or switch, such as an object, are
 * left to programs and stand in no field.
 *
 * @example
 * optionFields(proxies.nsc.options).map(({ key }) => key); // ["std", "nscAttention", "initialiser"]
 */
export function optionFields(options: z.ZodObject): OptionField[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).flatMap(([key, schema]) => {
    if (typeof schema === "boolean") return [];
    const field = fieldOf(key, schema);
    return field.number || field.words.length > 0 || field.text || field.toggle ? [field] : [];
  });
}

/** An option of one or several proxies. */
export interface ProxyField extends OptionField {
  /** The proxies that have it, alike. */
  readonly proxies: readonly string[];
}

/**
 * The options of several proxies, those that are alike once.
 *
 * @example
 * proxyFields(Object.values(proxies)).find(({ key }) => key === "dtype")?.proxies; // ["weightBytes", "kvBytes", "memory"]
 */
export function proxyFields(proxies: readonly Pick<Proxy, "name" | "options">[]): ProxyField[] {
  const fields = new Map<string, ProxyField>();
  for (const { name, options } of proxies)
    for (const field of optionFields(options)) {
      const text = sortedText(field);
      fields.set(text, { ...field, proxies: [...(fields.get(text)?.proxies ?? []), name] });
    }
  return [...fields.values()];
}

type Schema = z.core.JSONSchema.JSONSchema;

function fieldOf(key: string, schema: Schema): OptionField {
  const parts = partsOf(schema);
  const numeric = parts.find(({ type }) => type === "number" || type === "integer");
  const { default: preset, otherwise = preset, description = "", unit } = schema;
  return {
    key,
    summary: description,
    ...(typeof unit === "string" ? { unit } : {}),
    ...(numeric ? { number: numberField(numeric) } : {}),
    words: parts.flatMap(wordsOf),
    text: parts.some(
      ({ type, enum: choices, const: only }) => type === "string" && !choices && only === undefined,
    ),
    toggle: parts.some(({ type }) => type === "boolean"),
    ...(isPlain(otherwise) ? { default: otherwise } : {}),
  };
}

/** The alternatives of a schema, those of alternatives included. */
function partsOf(schema: Schema): Schema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...inner.flatMap((one) => (typeof one === "boolean" ? [] : partsOf(one)))];
}

const wordsOf = ({ enum: choices = [], const: only }: Schema): string[] =>
  [...choices, only].filter((word) => typeof word === "string");

/** JSON Schema of old says with true or false whether an end is left out; zod writes numbers. */
function numberField({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): NumberField {
  const ends = { minimum, maximum, above: exclusiveMinimum, below: exclusiveMaximum };
  const there = Object.entries(ends).filter(([, end]) => typeof end === "number");
  return { whole: type === "integer", ...Object.fromEntries(there) };
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

/**
 * The options of a proxy, checked and with their defaults.
 *
 * @param spelled how messages write the name of an option. Default: as it is in the schema
 * @throws {UsageError} that names every option which is unknown or has a value that it cannot have
 * @example
 * parseOptions(proxies.nsc, { std: "xavier" }); // { std: "xavier", nscAttention: "per-head" }
 */
export function parseOptions<Options extends z.ZodObject>(
  { name, options }: Pick<Proxy<Options>, "name" | "options">,
  values: OptionValues,
  spelled: (key: string) => string = (key) => key,
): z.output<Options> {
  const { value, problems } = checkValue(options, values);
  if (!problems) return value;
  const texts = problems.map(({ path: [key, ...rest], message }) => {
    const inner = rest.map((part) => `.${String(part)}`).join("");
    return `${key === undefined ? "options" : spelled(String(key))}${inner} ${message}`;
  });
  throw new UsageError(`${name}: ${texts.join("; ")}`);
}
