import type { Problem } from "../document/check.js";
import type { Bindings, Template } from "./declaration.js";
import { ExpressionError, readExpression, type Value } from "./expression.js";

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

/** A template filled in, and what could not be. */
export interface Filled {
  readonly value: Template;
  readonly problems: readonly Problem[];
}

/**
 * Fills a template in. A word that names a choice becomes its value, which is filled in in turn; a text that counts with choices
 * (`4 * hidden`) becomes its result; other texts stay. Keys stay. Choices that stand for each other in a circle end it: inside its
 * own value a name is a plain word.
 *
 * @example
 * fillIn({ kind: "plain", width: "4 * hidden" }, { hidden: 256 }).value; // { kind: "plain", width: 1024 }
 */
export function fillIn(template: Template, bindings: Bindings): Filled {
  let parts = 0;
  const problems: Problem[] = [];
  const fill = (part: Template, known: Bindings, path: Problem["path"]): Template => {
    if (++parts > maximumParts) return "";
    if (typeof part === "string") return fillText(part, known, path);
    if (Array.isArray(part)) return part.map((item: Template, index) => fill(item, known, [...path, index]));
    if (typeof part !== "object") return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [key, fill(item, known, [...path, key])]),
    );
  };
  const fillText = (text: string, known: Bindings, path: Problem["path"]): Template => {
    if (Object.hasOwn(known, text)) return fill(known[text] as Template, without(known, text), path);
    try {
      return countsWith(text, known) ? evaluate(text, known) : text;
    } catch (cause) {
      if (!(cause instanceof ExpressionError)) throw cause;
      problems.push({ path, message: `${JSON.stringify(text)} ${cause.message}` });
      return text;
    }
  };
  const value = fill(template, bindings, []);
  if (parts > maximumParts)
    problems.push({ path: [], message: "has too many parts once the choices are filled in" });
  return { value, problems };
}

const operators = /[-+*/%()<>=!&|]/;

/** Whether a text is an expression of these names. Words joined by a hyphen, as `query-key-value`, are texts unless they name choices. */
function countsWith(text: string, bindings: Bindings): boolean {
  if (!operators.test(text)) return false;
  const words = text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
  return words.length === 0
    ? /^[\d\s.*/+%()-]+$/.test(text)
    : words.some((word) => Object.hasOwn(bindings, word));
}

/**
 * The value of an expression under bindings; a name may stand for another expression.
 * @throws {ExpressionError} where it has none
 */
export function evaluate(text: string, bindings: Bindings): Value {
  return readExpression(text).evaluate((name) => {
    if (!Object.hasOwn(bindings, name)) return undefined;
    const value = bindings[name] as Template;
    if (typeof value !== "string" || !countsWith(value, bindings)) return value;
    return evaluate(value, without(bindings, name));
  });
}

function without(bindings: Bindings, name: string): Bindings {
  return Object.fromEntries(Object.entries(bindings).filter(([key]) => key !== name));
}

/** The names among `known` that a template uses, also through the values of those names. */
export function namesIn(template: unknown, known: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>();
  const collect = (part: unknown): void => {
    if (typeof part === "string") for (const word of part.match(/[A-Za-z][A-Za-z0-9_]*/g) ?? []) enter(word);
    else if (typeof part === "object" && part !== null)
      for (const inner of Object.values(part)) collect(inner);
  };
  const enter = (word: string): void => {
    if (found.has(word) || !Object.hasOwn(known, word)) return;
    found.add(word);
    collect(known[word]);
  };
  collect(template);
  return found;
}
