import { InputError, type Place } from "../errors.js";
import type { Problem } from "./check.js";
import { keyText } from "./key-text.js";
import { type LocatedYaml, locateJson, offsetOf, parseYaml, position, valueOf } from "./yaml.js";

/** The value of a YAML or JSON text, which remembers where in the text each key stands. */
export interface SourceDocument {
  readonly value: unknown;
  /** An error for everything that is wrong with the value, each with file, line, column and key. */
  error(problems: readonly Problem[]): InputError;
}

/**
 * Reads a YAML or JSON text.
 *
 * JSON goes through the engine's own parser, where the last of two equal keys counts; the slower parser that knows lines
 * runs only for YAML and for errors. In YAML equal keys are an error.
 *
 * @param text the whole text
 * @param file its name, for messages
 * @throws {InputError} where the text is neither YAML nor JSON, with line and column
 */
export function readDocument(text: string, file?: string): SourceDocument {
  if (text.trim() === "") throw new InputError("is empty", { file });
  const json = jsonValue(text);
  if (json !== undefined) return sourceDocument(json.value, () => locateJson(text), file);
  const yaml = parseYaml(text, file);
  return sourceDocument(valueOf(yaml, file), () => yaml, file);
}

/** A document whose text was read before; it is read again if an error has to say where. */
export const documentOf = (value: unknown, text: string, file: string): SourceDocument =>
  sourceDocument(value, () => parseYaml(text, file), file);

function jsonValue(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // the other parser finds the line
  }
}

function sourceDocument(
  value: unknown,
  locate: () => LocatedYaml | undefined,
  file: string | undefined,
): SourceDocument {
  return {
    value,
    error(problems) {
      const located = locate();
      const errors = problems.map(
        ({ path, message }) => new InputError(message, placeOf(path, located, file)),
      );
      const [first, ...others] = errors.sort(
        (one, other) => (one.place?.line ?? 0) - (other.place?.line ?? 0),
      );
      return new InputError(first?.message ?? "is not valid", first?.place, others);
    },
  };
}

function placeOf(
  path: readonly PropertyKey[],
  located: LocatedYaml | undefined,
  file: string | undefined,
): Place {
  const key = keyText(path) || undefined;
  const offset = located && offsetOf(path, located);
  if (!located || offset === undefined) return { file, key };
  return { file, ...position(located.lines, offset), key };
}
