import type { Layer } from "../architecture/architecture.js";
import { frameOf, layerOf, type Resolved } from "../architecture/resolve.js";
import { maximumDepth } from "../architecture/size.js";
import { checkValue, type Problem, shown } from "../document/check.js";
import type { SourceDocument } from "../document/document.js";
import {
  type Bindings,
  combinations,
  countCombinations,
  fillIn,
  isTooDeep,
  maximumCombinations,
  type SpaceDeclaration,
  spaceSchema,
  type Template,
} from "./declaration.js";
import { type MacroOption, type Space, sizeOf } from "./space.js";

/**
 * Makes a space of a document: checks it, and resolves every combination of macro choices and of layer choices once.
 *
 * @throws {InputError} with file, line and key of what is wrong
 * @example
 * const space = compileSpace(readDocument(text, "my-space.yaml"));
 */
export function compileSpace(document: SourceDocument): Space {
  if (isTooDeep(document.value))
    throw document.error([{ path: [], message: "is nested too deeply to be read" }]);
  const checked = checkValue(spaceSchema, document.value);
  if (checked.problems) throw document.error(checked.problems);
  const declaration = checked.value;
  const problems = [...sameNames(declaration), ...tooMany(declaration)];
  if (problems.length > 0) throw document.error(problems);
  const macroOptions = combinations(declaration.macro).map((choices) => {
    const compiled = compileMacro(declaration, choices);
    if ("problems" in compiled) throw document.error(compiled.problems);
    return compiled;
  });
  const { name, title, source } = declaration;
  return {
    name,
    title,
    source,
    macroOptions,
    size: macroOptions.reduce((sum, option) => sum + sizeOf(option), 0n),
  };
}

/** A word that names two choices could stand for either. */
function sameNames({ macro, layer }: SpaceDeclaration): Problem[] {
  return Object.keys(layer)
    .filter((name) => Object.hasOwn(macro, name))
    .map((name) => ({ path: ["layer", name], message: "is a macro choice already; rename one of them" }));
}

function tooMany({ macro, layer }: SpaceDeclaration): Problem[] {
  const macros = countCombinations(macro);
  const layers = countCombinations(layer);
  if (macros > maximumCombinations)
    return [{ path: ["macro"], message: `has ${macros} combinations; at most ${maximumCombinations}` }];
  if (macros * layers > 10 * maximumCombinations)
    return [
      {
        path: ["layer"],
        message: `has ${layers} combinations for each of ${macros} macro options; at most ${10 * maximumCombinations} in all`,
      },
    ];
  return [];
}

function compileMacro(
  declaration: SpaceDeclaration,
  choices: Bindings,
): MacroOption | { readonly problems: readonly Problem[] } {
  const { depth } = choices;
  if (typeof depth !== "number" || !Number.isInteger(depth) || depth < 1 || depth > maximumDepth)
    return {
      problems: [
        {
          path: ["macro", "depth"],
          message: `must hold whole numbers from 1 to ${maximumDepth}, not ${shown(depth)}`,
        },
      ],
    };
  const frame = filled(declaration.architecture, choices, frameOf);
  if (frame.problems) return { problems: inContext(frame.problems, "architecture", choices) };
  const layerOptions: Layer[] = [];
  for (const layerChoices of combinations(declaration.layer)) {
    const bindings = { ...choices, ...layerChoices };
    const layer = filled(declaration.layers, bindings, (value) => layerOf(value, frame.value.hidden));
    if (layer.problems) return { problems: inContext(layer.problems, "layers", bindings) };
    layerOptions.push(layer.value);
  }
  return { choices, frame: frame.value, depth, layerOptions };
}

function filled<T>(
  template: Template,
  bindings: Bindings,
  resolve: (value: Template) => Resolved<T>,
): Resolved<T> {
  const value = fillIn(template, bindings);
  return value === undefined
    ? { problems: [{ path: [], message: "has too many parts once the choices are filled in" }] }
    : resolve(value);
}

/** Which values were chosen when it did not fit. */
function inContext(problems: readonly Problem[], key: string, bindings: Bindings): Problem[] {
  const chosen = Object.entries(bindings)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(", ");
  return problems.map(({ path, message }) => ({
    path: [key, ...path],
    message: `${message} (with ${chosen})`,
  }));
}
