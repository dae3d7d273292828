import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
  type Document as YamlDocument,
} from "yaml";
import { InputError } from "../errors.js";
import { keyText } from "./key-text.js";

/** A YAML or JSON text as nodes that know where they stand. */
export interface LocatedYaml {
  readonly document: YamlDocument.Parsed;
  readonly lines: LineCounter;
}

/*
 * Limits. The parser takes seconds a megabyte, recurses once a level, and searches the whole document for the anchor of
 * each alias; nobody writes a configuration that comes near them.
 */
const maximumYamlCharacters = 1024 * 1024;
const maximumNesting = 200;
const maximumAliases = 100;

/**
 * Parses a YAML text, or JSON that the engine's parser refused.
 *
 * @throws {InputError} where it is neither, with line and column
 */
export function parseYaml(text: string, file?: string): LocatedYaml {
  const located = compose(text, file);
  const { document, lines } = located;
  const [error] = document.errors;
  if (error) throw errorAt(wording(error.message, error.pos[0], text), file, lines, error.pos[0]);
  const duplicate = duplicateKey(document.contents, []);
  if (duplicate)
    throw errorAt("is given twice. Remove one.", file, lines, duplicate.offset, keyText(duplicate.path));
  const alias = aliasBeyond(maximumAliases, document);
  if (alias) throw errorAt(`has more than ${maximumAliases} aliases`, file, lines, startOf(alias) ?? 0);
  return located;
}

/** Parses valid JSON only to find lines in it; `undefined` where it is too long or too deep for that. */
export function locateJson(text: string): LocatedYaml | undefined {
  try {
    return compose(text, undefined);
  } catch (cause) {
    if (cause instanceof InputError) return undefined;
    throw cause;
  }
}

/** The value that the nodes stand for. */
export function valueOf({ document }: LocatedYaml, file: string | undefined): unknown {
  try {
    return document.toJS({ maxAliasCount: maximumAliases });
  } catch (cause) {
    // The library throws a ReferenceError for an alias without anchor and for aliases that multiply.
    throw new InputError(`cannot be read: ${(cause as Error).message}`, { file });
  }
}

/** The library's own parse function, but for the limits, which have to be checked before it recurses. */
function compose(text: string, file: string | undefined): LocatedYaml {
  if (text.length > maximumYamlCharacters) {
    const message = `has ${text.length} characters, above the maximum of ${maximumYamlCharacters} for YAML or broken JSON`;
    throw new InputError(message, { file });
  }
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines, file);
  // Keys are compared by us: the library compares each with every other.
  const composer = new Composer({ uniqueKeys: false, logLevel: "silent" });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (second)
    throw errorAt("holds several YAML documents. Put each in its own file.", file, lines, second.range[0]);
  return { document: document as YamlDocument.Parsed, lines };
}

function tokensOf(text: string, lines: LineCounter, file: string | undefined) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > maximumNesting)
      throw errorAt("is nested too deeply to be read", file, lines, parser.offset);
  }
  tokens.push(...parser.end());
  return tokens;
}

function aliasBeyond(limit: number, document: YamlDocument.Parsed): Node | undefined {
  let count = 0;
  let beyond: Node | undefined;
  visit(document, {
    Alias(_key, node) {
      if (++count <= limit) return undefined;
      beyond = node;
      return visit.BREAK;
    },
  });
  return beyond;
}

function wording(message: string, offset: number, text: string): string {
  const cutOff = /^\s*[[{]/.test(text) && offset >= text.trimEnd().length;
  return cutOff
    ? "ends before its brackets close. It seems to be cut off."
    : `is not valid YAML or JSON: ${message}`;
}

/** Line and column of an offset, from 1. */
export function position(
  lines: LineCounter,
  offset: number,
): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function errorAt(
  message: string,
  file: string | undefined,
  lines: LineCounter,
  offset: number,
  key?: string,
) {
  return new InputError(message, { file, ...position(lines, offset), key });
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly offset: number;
}

function duplicateKey(node: unknown, path: readonly PropertyKey[]): Found | undefined {
  if (isSeq<Node>(node)) return firstFound(node.items, (item, index) => duplicateKey(item, [...path, index]));
  if (!isMap<Node, Node>(node)) return undefined;
  const seen = new Set<string>();
  return firstFound(node.items, ({ key, value }) => {
    if (!isScalar(key)) return duplicateKey(value, path);
    const name = String(key.value);
    if (seen.has(name)) return { path: [...path, name], offset: key.range?.[0] ?? 0 };
    seen.add(name);
    return duplicateKey(value, [...path, name]);
  });
}

function firstFound<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => Found | undefined,
): Found | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found) return found;
  }
  return undefined;
}

/** Where the longest part of the path that exists in the text begins. */
export function offsetOf(path: readonly PropertyKey[], { document }: LocatedYaml): number | undefined {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    const child = childOf(node, key);
    if (!child) break;
    offset = startOf(child.start) ?? offset;
    node = child.value;
  }
  return offset;
}

function childOf(
  node: unknown,
  key: PropertyKey,
): { readonly start: unknown; readonly value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(key));
    return pair && { start: pair.key, value: pair.value };
  }
  const item = isSeq(node) ? node.items[Number(key)] : undefined;
  return item === undefined ? undefined : { start: item, value: item };
}

const startOf = (node: unknown): number | undefined =>
  (node as { range?: readonly number[] } | null)?.range?.[0];
