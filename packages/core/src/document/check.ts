import type { z } from "zod";
import { maximumComplaints } from "../errors.js";
import { suggestion } from "./suggestion.js";

/** Something wrong in a value, with the path of keys that leads to it. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Checks a value against a schema; the problems (the first 50) are worded for people, in the order of the schema. */
export function checkValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
):
  | { readonly value: z.output<Schema>; readonly problems?: undefined }
  | { readonly value?: undefined; readonly problems: readonly Problem[] } {
  // Compiling a checker of each schema, as zod does otherwise, takes longer than most commands check, and pages may forbid it.
  const checked = schema.safeParse(value, { reportInput: true, jitless: true });
  if (checked.success) return { value: checked.data };
  const issues = checked.error.issues.slice(0, maximumComplaints);
  return { problems: issues.flatMap((issue) => problemsOf(issue, schema)).slice(0, maximumComplaints) };
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, issue.path);
    return issue.keys
      .slice(0, maximumComplaints)
      .map((key) => ({ path: [...issue.path, key], message: unknownKey(key, known) }));
  }
  return [{ path: issue.path, message: wording(issue) }];
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = suggestion(key, known);
  if (near !== undefined) return `is not a known key. Did you mean ${JSON.stringify(near)}?`;
  return known.length > 0 ? `is not a known key. Known keys: ${known.join(", ")}.` : "is not a known key";
}

const article: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys",
  record: "a map of keys",
};

function wording(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is missing"
        : `must be ${article[issue.expected] ?? issue.expected}, not ${shown(issue.input)}`;
    case "too_small":
      return `must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unit(issue.origin)}, not ${shown(issue.input)}`;
    case "too_big":
      return `must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unit(issue.origin)}, not ${shown(issue.input)}`;
    case "invalid_value":
      return issue.input === undefined
        ? `is missing. Give ${anyOf(issue.values)}.`
        : `must be ${anyOf(issue.values)}, not ${shown(issue.input)}`;
    case "invalid_union":
      return unionWording(issue);
    default:
      return issue.message;
  }
}

function unionWording(issue: z.core.$ZodIssueInvalidUnion): string {
  const { options } = issue as { options?: readonly unknown[] };
  if (issue.input === undefined) return "is missing";
  if (options === undefined)
    return `${issue.message.startsWith("Invalid") ? "must be something else" : issue.message}, not ${shown(issue.input)}`;
  return `must be one of ${options.join(", ")}`;
}

const anyOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;

const unit = (origin: string): string =>
  origin === "array" ? " entries" : origin === "string" ? " characters" : "";

/** A value in few characters, for a message. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a map";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The keys that a schema knows at the end of a path, as far as the path leads through maps and lists. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const found = new Set<string>();
  collectKeys(schema, path, found);
  return [...found];
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

function collectKeys(schema: z.ZodType, path: readonly PropertyKey[], found: Set<string>): void {
  const definition = schema._zod.def as unknown as Definition;
  if (definition.innerType) collectKeys(definition.innerType, path, found);
  for (const option of definition.options ?? []) collectKeys(option, path, found);
  const [next, ...rest] = path;
  if (next === undefined) for (const key of Object.keys(definition.shape ?? {})) found.add(key);
  else {
    const child = definition.shape?.[String(next)] ?? definition.element ?? definition.valueType;
    if (child) collectKeys(child, rest, found);
  }
}
