import { UsageError } from "../errors.js";
import type { CompileOptions } from "./compile.js";
import {
  type Choice,
  type ChoiceEnd,
  type SpaceDeclaration,
  type Template,
  widened,
  withEqualLayers,
} from "./declaration.js";

/**
 * A declaration as it is asked for: constants set, choices widened, layers equal.
 *
 * @throws {UsageError} for a constant or a choice that the space does not have
 */
export function adjusted(
  declaration: SpaceDeclaration,
  { layersEqual, set = {}, widen = {} }: CompileOptions,
): SpaceDeclaration {
  const constant = Object.entries(set).reduce(withConstant, declaration);
  const wide = Object.entries(widen).reduce(withWider, constant);
  return layersEqual ? withEqualLayers(wide) : wide;
}

function withWider(
  declaration: SpaceDeclaration,
  [name, end]: readonly [string, ChoiceEnd],
): SpaceDeclaration {
  const table = tableOf(declaration, name);
  const choice = table && widened(declaration[table][name] as Choice, end);
  if (!choice) throw new UsageError(`${declaration.name} has no choice ${name} that could be widened`);
  return { ...declaration, [table]: { ...declaration[table], [name]: choice } };
}

const tableOf = (declaration: SpaceDeclaration, name: string): "macro" | "layer" | undefined =>
  (["macro", "layer"] as const).find((table) => Object.hasOwn(declaration[table], name));

type Parts = { readonly [key: string]: Template };

/** A choice becomes a choice of one, so that it still shows in what is found. */
function withConstant(
  declaration: SpaceDeclaration,
  [name, value]: readonly [string, number | boolean],
): SpaceDeclaration {
  const table = tableOf(declaration, name);
  if (table) return { ...declaration, [table]: { ...declaration[table], [name]: [value] } };
  if (Object.hasOwn(declaration.let, name))
    return { ...declaration, let: { ...declaration.let, [name]: value } };
  const architecture = partsOf(declaration.architecture);
  const { embedding, head } = architecture;
  if (
    (name === "vocabulary" || name === "positions") &&
    typeof value === "number" &&
    Object.hasOwn(partsOf(embedding), name)
  )
    return {
      ...declaration,
      architecture: { ...architecture, embedding: { ...partsOf(embedding), [name]: value } },
    };
  if (
    name === "tied" &&
    typeof value === "boolean" &&
    ["tied", "separate"].includes(String(partsOf(head).vocabulary))
  )
    return {
      ...declaration,
      architecture: { ...architecture, head: { ...partsOf(head), vocabulary: value ? "tied" : "separate" } },
    };
  throw new UsageError(
    `${declaration.name} has no constant ${name} that can be ${value}. Known constants: ${knownConstants(declaration).join(", ")}.`,
  );
}

const partsOf = (template: Template | undefined): Parts =>
  typeof template === "object" && !Array.isArray(template) ? (template as Parts) : {};

function knownConstants({ macro, layer, let: names, architecture }: SpaceDeclaration): string[] {
  const { embedding, head } = partsOf(architecture);
  return [
    ...Object.keys({ ...macro, ...layer, ...names }),
    ...Object.keys(partsOf(embedding)).filter((key) => key === "vocabulary" || key === "positions"),
    ...(["tied", "separate"].includes(String(partsOf(head).vocabulary)) ? ["tied"] : []),
  ];
}
