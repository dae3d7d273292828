import type { Resolved } from "../architecture/resolve.js";
import type { Problem } from "../document/check.js";
import type { Bindings, SpaceDeclaration } from "./declaration.js";
import { ExpressionError, readExpression } from "./expression.js";
import { evaluate, namesIn } from "./template.js";

/** A condition on a combination of choices. */
export interface Constraint {
  readonly text: string;
  /** Where it stands. */
  readonly path: Problem["path"];
  /** The layer choices that it depends on, also through `let`; none where it concerns macro choices alone. */
  readonly layerNames: ReadonlySet<string>;
}

/** Reads the constraints of a space. */
export function constraintsOf(declaration: SpaceDeclaration): Resolved<Constraint[]> {
  const { macro, layer, where } = declaration;
  const known = { ...macro, ...layer, ...declaration.let };
  const problems: Problem[] = [];
  const constraints = where.map((text, index): Constraint => {
    const path = ["where", index];
    problems.push(...unreadable(text, known, path));
    const names = namesIn(text, known);
    return { text, path, layerNames: new Set([...names].filter((name) => Object.hasOwn(layer, name))) };
  });
  return problems.length > 0 ? { problems } : { value: constraints };
}

function unreadable(text: string, known: object, path: Problem["path"]): Problem[] {
  try {
    const unknown = [...readExpression(text).names].filter((name) => !Object.hasOwn(known, name));
    return unknown.map((name) => ({ path, message: `names ${name}, which is not a choice` }));
  } catch (cause) {
    if (cause instanceof ExpressionError) return [{ path, message: cause.message }];
    throw cause;
  }
}

/** Whether a combination meets a constraint, or why that cannot be said. */
export function meets({ text, path }: Constraint, bindings: Bindings): boolean | Problem {
  try {
    const value = evaluate(text, bindings);
    return typeof value === "boolean"
      ? value
      : { path, message: `is ${value}, neither true nor false. Compare it with something.` };
  } catch (cause) {
    if (cause instanceof ExpressionError) return { path, message: cause.message };
    throw cause;
  }
}
