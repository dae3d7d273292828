import { checkValue, type Problem } from "../document/check.js";
import { readDocument, type SourceDocument } from "../document/document.js";
import { UsageError } from "../errors.js";
import { adjusted } from "./adjust.js";
import { combinations } from "./combinations.js";
import { constraintsOf } from "./constraints.js";
import {
  type ChoiceEnd,
  countOptions,
  groupsOf,
  type LayerGroup,
  optionsOf,
  type SpaceDeclaration,
  spaceSchema,
} from "./declaration.js";
import { MacroCompiler, maximumLayers } from "./macro-compiler.js";
import { type MacroOption, type Space, sizeOf } from "./space.js";
import { isTooDeep, namesIn } from "./template.js";

/** Above this many combinations of macro choices a space is refused. */
const maximumCombinations = 100_000;

/** What is asked of a space beside its document. */
export interface CompileOptions {
  /** Only architectures whose layers are equal, in each group of layers, whatever the document says. Default: false. */
  readonly layersEqual?: boolean | undefined;
  /**
   * Constants to set instead of what the document says, by their key in `embedding` (`vocabulary`, `positions`), as a choice or in `let`;
   * `tied`, true or false, is the projection to the vocabulary. Default: none.
   */
  readonly set?: Readonly<Record<string, number | boolean>> | undefined;
  /** Choices that get one more value, beyond their least or their most. Default: none. */
  readonly widen?: Readonly<Record<string, ChoiceEnd>> | undefined;
}

/**
 * Reads a space from text, YAML or JSON.
 *
 * @param file its name, for messages
 * @throws {InputError} with file, line and key of what is wrong
 * @example
 * const space = readSpace(await readFile("my-space.yaml", "utf8"), "my-space.yaml");
 */
export const readSpace = (text: string, file?: string, options?: CompileOptions): Space =>
  compileSpace(readDocument(text, file), options);

/**
 * Makes a space of a document: checks it, and resolves every combination of macro choices and of layer choices that meets the
 * constraints once.
 *
 * @param document what `readDocument` made of a text
 * @throws {InputError} with file, line and key of what is wrong; {UsageError} for the text itself, which `readSpace` takes
 * @example
 * const space = compileSpace(readDocument(text, "my-space.yaml"));
 */
export function compileSpace(document: SourceDocument, options: CompileOptions = {}): Space {
  if (typeof document === "string")
    throw new UsageError("compileSpace takes the result of readDocument. Use readSpace for a text.");
  if (isTooDeep(document.value))
    throw document.error([{ path: [], message: "is nested too deeply to be read" }]);
  const checked = checkValue(spaceSchema, document.value);
  if (checked.problems) throw document.error(checked.problems);
  const declaration = adjusted(checked.value, options);
  const problems = [...sameNames(declaration), ...tooMany(declaration)];
  if (problems.length > 0) throw document.error(problems);
  const constraints = constraintsOf(declaration);
  if (constraints.problems) throw document.error(constraints.problems);
  const compiler = new MacroCompiler(declaration, constraints.value);
  const macroOptions = macrosOf(declaration).flatMap((choices): MacroOption[] => {
    const { option, problems = [] } = compiler.compile(choices);
    if (problems.length > 0) throw document.error(problems);
    return option ? [option] : [];
  });
  // A misspelt name leaves a choice unused; the misspelling is found first and says more.
  const superfluous = unused(declaration);
  if (superfluous.length > 0) throw document.error(superfluous);
  if (macroOptions.length === 0)
    throw document.error([
      { path: ["where"], message: "leaves nothing: no combination of choices meets all constraints" },
    ]);
  const { name, title, source } = declaration;
  return {
    name,
    title,
    source,
    macroOptions,
    size: macroOptions.reduce((sum, option) => sum + sizeOf(option), 0n),
  };
}

const macrosOf = ({ macro }: SpaceDeclaration) =>
  combinations(Object.fromEntries(Object.entries(macro).map(([name, choice]) => [name, optionsOf(choice)])));

/** A word that has two meanings could stand for either. */
function sameNames(declaration: SpaceDeclaration): Problem[] {
  const { macro, layer } = declaration;
  const taken = (name: string, ...others: readonly object[]): boolean =>
    others.some((other) => Object.hasOwn(other, name));
  return [
    ...Object.keys(layer)
      .filter((name) => taken(name, macro))
      .map((name) => ({ path: ["layer", name], message: "is a macro choice already. Rename one of them." })),
    ...Object.keys(declaration.let)
      .filter((name) => taken(name, macro, layer))
      .map((name) => ({ path: ["let", name], message: "is a choice already. Rename one of them." })),
  ];
}

/** A choice that nothing uses would multiply the space by copies of itself. */
function unused(declaration: SpaceDeclaration): Problem[] {
  const { macro, layer, where, architecture } = declaration;
  const used = namesIn([architecture, groupsOf(declaration), where], {
    ...macro,
    ...layer,
    ...declaration.let,
  });
  const inTable = (table: object, key: string): Problem[] =>
    Object.keys(table)
      .filter((name) => !used.has(name))
      .map((name) => ({
        path: [key, name],
        message: "is never used. Use it in architecture or layers, or remove it.",
      }));
  return [...inTable(macro, "macro"), ...inTable(layer, "layer")];
}

/** The choices that a group of layers uses. */
function usedIn(group: LayerGroup, layer: SpaceDeclaration["layer"]): SpaceDeclaration["layer"] {
  const used = namesIn([group], layer);
  return Object.fromEntries(Object.entries(layer).filter(([name]) => used.has(name)));
}

/** Choices that are empty, or too many by themselves. */
function badCounts(table: SpaceDeclaration["macro"], key: string): Problem[] {
  return Object.entries(table).flatMap(([name, choice]): Problem[] => {
    const count = countOptions(choice);
    if (count === 0) return [{ path: [key, name], message: "has a range without values" }];
    if (count <= maximumCombinations) return [];
    return [
      { path: [key, name], message: `has ${count} options, above the maximum of ${maximumCombinations}` },
    ];
  });
}

function tooMany(declaration: SpaceDeclaration): Problem[] {
  const count = (table: SpaceDeclaration["macro"]): number =>
    Object.values(table).reduce((product, choice) => product * countOptions(choice), 1);
  const single = [...badCounts(declaration.macro, "macro"), ...badCounts(declaration.layer, "layer")];
  if (single.length > 0) return single;
  const macros = count(declaration.macro);
  // Groups of layers choose apart from each other.
  const layers = Math.max(...groupsOf(declaration).map((group) => count(usedIn(group, declaration.layer))));
  if (macros > maximumCombinations)
    return [
      { path: ["macro"], message: `has ${macros} combinations, above the maximum of ${maximumCombinations}` },
    ];
  if (layers <= maximumLayers) return [];
  return [{ path: ["layer"], message: `has ${layers} combinations, above the maximum of ${maximumLayers}` }];
}
