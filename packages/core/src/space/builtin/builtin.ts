import { readDocument } from "../../document/document.js";
import { entryNamed } from "../../lookup.js";
import { compileSpace } from "../compile.js";
import type { Space } from "../space.js";
import flexibert from "./flexibert.yaml?raw";

/** The text of every built-in space by name; a new one is one YAML file beside this one and one row here. */
export const builtinSpaces = { flexibert } satisfies Record<string, string>;

/** Name of a built-in space. */
export type BuiltinSpaceName = keyof typeof builtinSpaces;

/**
 * A built-in space.
 * @throws {UsageError} that lists the known ones
 * @example
 * builtinSpace("flexibert").size; // 10621440n
 */
export function builtinSpace(name: string): Space {
  return compileSpace(readDocument(entryNamed(builtinSpaces, name, "space"), `${name}.yaml`));
}
