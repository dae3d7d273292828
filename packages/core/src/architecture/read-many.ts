import { readDocument } from "../document/document.js";
import { InputError } from "../errors.js";
import { isHuggingFaceConfig } from "../hugging-face/hugging-face.js";
import type { Architecture } from "./architecture.js";
import { resolveDocument } from "./read.js";
import type { ResolvedDocument } from "./resolve.js";

/** One of the architectures that a text holds. */
export interface WrittenArchitecture {
  /** A Hugging Face config gives it no name: `_name_or_path` says what the model was made from. */
  readonly architecture: Architecture;
  /** Its place in the list, or its line; `undefined` if the text holds it alone. */
  readonly number: number | undefined;
  /** What to know of how it was read: which part of a config, what its keys leave open. Missing if there is nothing. */
  readonly notes?: readonly string[] | undefined;
}

/**
 * Reads all architectures of a text: one, as `readArchitecture` does; a list of them, in JSON or YAML; or JSON lines.
 *
 * @param text the whole text
 * @param file its name, for messages
 * @throws {InputError} with file, line, column and key of everything that is wrong
 * @example
 * readArchitectures('{"hidden": 64, …}\n{"hidden": 128, …}\n'); // two, numbers 1 and 2
 */
export function readArchitectures(text: string, file?: string): WrittenArchitecture[] {
  if (text.startsWith("GGUF"))
    throw new InputError(
      "is a GGUF file, which cannot be read. Give the config.json of the model that it was made from.",
      { file },
    );
  const lines = jsonLines(text);
  if (lines)
    return allOf(
      lines.map(
        ({ line, number }) =>
          () =>
            ofLine(line, number, file),
      ),
    );
  const document = readDocument(text, file);
  const list: readonly unknown[] | undefined = Array.isArray(document.value) ? document.value : undefined;
  if (list?.length === 0) throw new InputError("holds no architecture", { file });
  const resolved = (list ?? [document.value]).map(unnamedIfForeign);
  const problems = resolved.flatMap((one, index) =>
    (one.problems ?? []).map(({ path, message }) => ({ path: list ? [index, ...path] : path, message })),
  );
  if (problems.length > 0) throw document.error(problems);
  return resolved.flatMap(({ value, notes }, index) =>
    value ? [{ architecture: value, number: list ? index + 1 : undefined, ...(notes && { notes }) }] : [],
  );
}

function unnamedIfForeign(value: unknown): ResolvedDocument {
  const resolved = resolveDocument(value);
  if (resolved.problems || !isHuggingFaceConfig(value)) return resolved;
  const { name: _, ...architecture } = resolved.value;
  return { ...resolved, value: architecture };
}

interface Line {
  readonly line: string;
  /** From 1. */
  readonly number: number;
}

/** The lines of JSON lines; `undefined` for another text. One object on the first line, and something after it, make JSON lines. */
function jsonLines(text: string): Line[] | undefined {
  if (!/^\s*\{.*\}[ \t\r]*\n\s*\S/.test(text)) return undefined;
  const lines = text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "");
  try {
    JSON.parse(lines[0]?.line ?? "");
    return lines;
  } catch {
    return undefined; // a flow map of YAML, or broken JSON: the other reader finds the line
  }
}

/** What was found on a line, or what is wrong there, with the line's number in the whole text. */
function ofLine(line: string, number: number, file: string | undefined): WrittenArchitecture {
  try {
    const document = readDocument(line, file);
    const { value, problems, notes } = unnamedIfForeign(document.value);
    if (problems) throw document.error(problems);
    return { architecture: value, number, ...(notes && { notes }) };
  } catch (error) {
    throw error instanceof InputError ? onLine(error, number) : error;
  }
}

const onLine = ({ message, place, others }: InputError, line: number): InputError =>
  new InputError(
    message,
    { ...place, line },
    others.map((other) => onLine(other, line)),
  );

/** All that the readers read; whatever is wrong with any of them is one error. */
function allOf(readers: readonly (() => WrittenArchitecture)[]): WrittenArchitecture[] {
  const found: WrittenArchitecture[] = [];
  const errors: InputError[] = [];
  for (const read of readers)
    try {
      found.push(read());
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  const [first, ...others] = errors;
  if (first === undefined) return found;
  throw new InputError(first.message, first.place, [...first.others, ...others]);
}
