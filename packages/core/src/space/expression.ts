import jsep from "jsep";

/*
 * Expressions in spaces: numbers, names of choices, + − * / %, comparisons, && || !, parentheses, and min, max, floor, ceil,
 * round. A library parses; what is evaluated are only the kinds of nodes named here, so that no expression can reach anything else.
 */

/** A value of an expression. */
export type Value = number | string | boolean;

/** What can be looked up: the values of choices by name. */
export type Lookup = (name: string) => unknown;

/** Why an expression has no value. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
};

const arithmetic: Readonly<Record<string, (one: number, other: number) => Value>> = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  "/": (one, other) => one / other,
  "%": (one, other) => one % other,
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
};

/** An expression read from text. */
export interface Expression {
  /** The names that it looks up. */
  readonly names: ReadonlySet<string>;
  /** @throws {ExpressionError} where a name is unknown or a value has the wrong type */
  readonly evaluate: (lookup: Lookup) => Value;
}

/** Expressions longer than this are refused; the parser recurses. */
const maximumLength = 500;

/** A space evaluates a few expressions for thousands of combinations: those read last stay read. */
const remembered = new Map<string, Expression>();
const maximumRemembered = 200;

/**
 * Reads an expression.
 *
 * @throws {ExpressionError} where the text is none
 * @example
 * readExpression("4 * hidden").evaluate(() => 256); // 1024
 */
export function readExpression(text: string): Expression {
  const known = remembered.get(text) ?? expressionOf(text);
  if (remembered.size >= maximumRemembered) remembered.clear();
  remembered.set(text, known);
  return known;
}

function expressionOf(text: string): Expression {
  if (text.length > maximumLength) throw new ExpressionError(`is longer than ${maximumLength} characters`);
  const tree = parsed(text);
  const names = new Set<string>();
  collectNames(tree, names);
  return { names, evaluate: (lookup) => evaluate(tree, lookup) };
}

function parsed(text: string): jsep.Expression {
  try {
    return jsep(text);
  } catch (cause) {
    throw new ExpressionError(
      `is not an expression: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

function collectNames(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectNames(item, names);
  if (typeof value !== "object" || value === null || !("type" in value)) return;
  if (value.type === "Identifier" && "name" in value) names.add(String(value.name));
  for (const [key, inner] of Object.entries(value)) if (key !== "callee") collectNames(inner, names);
}

function evaluate(tree: jsep.Expression, lookup: Lookup): Value {
  const node = tree as jsep.CoreExpression;
  switch (node.type) {
    case "Literal":
      return literal(node.value);
    case "Identifier":
      return known(node.name, lookup);
    case "UnaryExpression":
      return unary(node.operator, evaluate(node.argument, lookup));
    case "BinaryExpression": // && and || too
      return binary(node, lookup);
    case "CallExpression":
      return call(node, lookup);
    default:
      throw new ExpressionError(`holds a construction that is not supported: ${node.type}`);
  }
}

function literal(value: unknown): Value {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  throw new ExpressionError(`holds ${String(value)}. Use numbers, texts, true and false.`);
}

function known(name: string, lookup: Lookup): Value {
  const value = lookup(name);
  if (value === undefined) throw new ExpressionError(`names ${name}, which is not a choice`);
  if (typeof value === "object")
    throw new ExpressionError(`uses ${name}, which is a part of an architecture`);
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  throw new ExpressionError(`uses ${name}, which is ${String(value)}`);
}

function unary(operator: string, value: Value): Value {
  if (operator === "!" && typeof value === "boolean") return !value;
  if (typeof value === "number" && operator === "-") return -value;
  if (typeof value === "number" && operator === "+") return value;
  throw new ExpressionError(`cannot apply ${operator} to ${String(value)}`);
}

function binary({ operator, left, right }: jsep.BinaryExpression, lookup: Lookup): Value {
  const one = evaluate(left, lookup);
  if (operator === "&&" || operator === "||") {
    const decided = truth(one) === (operator === "||");
    return decided ? one : truth(evaluate(right, lookup));
  }
  const other = evaluate(right, lookup);
  if (operator === "==") return one === other;
  if (operator === "!=") return one !== other;
  const apply = Object.hasOwn(arithmetic, operator) ? arithmetic[operator] : undefined;
  if (!apply) throw new ExpressionError(`uses ${operator}, which is not known here`);
  if (typeof one !== "number" || typeof other !== "number")
    throw new ExpressionError(
      `uses ${typeof one === "number" ? String(other) : String(one)}, which is not a number`,
    );
  return apply(one, other);
}

function truth(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw new ExpressionError(`uses ${value} as true or false`);
}

function call({ callee, arguments: list }: jsep.CallExpression, lookup: Lookup): Value {
  const name = callee.type === "Identifier" ? String(callee.name) : "";
  const apply = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!apply)
    throw new ExpressionError(
      `calls an unknown function. Known functions: ${Object.keys(functions).join(", ")}.`,
    );
  const values = list
    .map((argument) => evaluate(argument, lookup))
    .filter((value) => typeof value === "number");
  if (values.length === 0 || values.length < list.length)
    throw new ExpressionError(`calls ${name} without numbers`);
  return apply(...values);
}
