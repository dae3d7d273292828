import type { Bindings, Template } from "./declaration.js";

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
