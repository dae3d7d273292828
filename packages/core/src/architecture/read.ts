import { readDocument } from "../document/document.js";
import { foreignDocument } from "../hugging-face/foreign-document.js";
import { isHuggingFaceConfig, resolveHuggingFaceConfig } from "../hugging-face/hugging-face.js";
import type { Architecture } from "./architecture.js";
import { type ResolvedDocument, resolveArchitecture } from "./resolve.js";

/**
 * Reads an architecture from text: zerolm YAML or JSON, or a Hugging Face `config.json`.
 *
 * @param text the whole text
 * @param file its name, for messages
 * @throws {InputError} with file, line, column and key of everything that is wrong
 * @example
 * const architecture = readArchitecture(await readFile("config.json", "utf8"), "config.json");
 */
export function readArchitecture(text: string, file?: string): Architecture {
  const document = readDocument(text, file);
  const resolved = resolveDocument(document.value);
  if (resolved.problems) throw document.error(resolved.problems);
  return resolved.value;
}

/** An architecture of ours or of a Hugging Face config; what lies beside such a config is told apart. */
export function resolveDocument(value: unknown): ResolvedDocument {
  const foreign = foreignDocument(value);
  if (foreign !== undefined) return { problems: [{ path: [], message: foreign }] };
  return isHuggingFaceConfig(value) ? resolveHuggingFaceConfig(value) : resolveArchitecture(value);
}
