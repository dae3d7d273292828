import type { Frame, Layer } from "../architecture/architecture.js";
import { LayerReader } from "../architecture/layer-reader.js";
import { crossProblems, frameOf, type Resolved } from "../architecture/resolve.js";
import { maximumDepth } from "../architecture/size.js";
import { type Problem, shown } from "../document/check.js";
import { combinations } from "./combinations.js";
import { type Constraint, meets } from "./constraints.js";
import {
  type Bindings,
  groupsOf,
  isList,
  type LayerGroup,
  optionsOf,
  type SpaceDeclaration,
  type Template,
} from "./declaration.js";
import type { MacroOption, Stage } from "./space.js";
import { type Filled, fillIn, namesIn } from "./template.js";

/** Layers that a space may make; a list of layers that several macro options share is made once. Above it, a space is refused. */
export const maximumLayers = 1_000_000;

/** A macro option, nothing where the constraints exclude it, or what is wrong with it. */
export interface Compiled {
  readonly option?: MacroOption;
  readonly problems?: readonly Problem[];
}

interface Group {
  readonly key: Problem["path"];
  readonly group: LayerGroup;
  /** What its layers are made of, in the order of the document. */
  readonly parts: readonly Part[];
  /** The combinations of the layer choices that this group uses. */
  readonly layerChoices: readonly Bindings[];
  readonly constraints: readonly Constraint[];
  /** The macro choices that decide its options, for remembering them. */
  readonly macroNames: ReadonlySet<string>;
}

/** What stands under one key of a group's layers. */
interface Part {
  readonly key: string;
  readonly fill: (bindings: Bindings) => Filled;
}

/** Compiles the macro options of one space; equal frames and equal lists of layer options are made once and shared. */
export class MacroCompiler {
  readonly #declaration: SpaceDeclaration;
  readonly #macroConstraints: readonly Constraint[];
  readonly #groups: readonly Group[];
  readonly #frame: (bindings: Bindings, choices: Bindings) => Resolved<Frame>;
  readonly #frames = new Map<string, Resolved<Frame>>();
  readonly #options = new Map<string, Resolved<LayerOptions>>();
  #made = 0;

  constructor(declaration: SpaceDeclaration, constraints: readonly Constraint[]) {
    this.#declaration = declaration;
    this.#macroConstraints = constraints.filter(({ layerNames }) => layerNames.size === 0);
    const { macro, architecture } = declaration;
    const used = namesIn(architecture, { ...macro, ...declaration.let });
    this.#frame = oncePerValue(namesOf(macro, used), (bindings, choices) =>
      this.#newFrame(bindings, choices),
    );
    this.#groups = groupsOf(declaration).map((group, index) =>
      prepared(declaration, constraints, group, index),
    );
  }

  /** @param choices one combination of the macro choices */
  compile(choices: Bindings): Compiled {
    const bindings = { ...this.#declaration.let, ...choices };
    for (const constraint of this.#macroConstraints) {
      const met = meets(constraint, bindings);
      if (typeof met === "object") return { problems: [met] };
      if (!met) return {};
    }
    const frame = this.#frame(bindings, choices);
    if (frame.problems) return { problems: frame.problems };
    const stages: Stage[] = [];
    for (const group of this.#groups) {
      const added = this.#stages(group, bindings, choices, frame.value);
      if (added.problems) return { problems: added.problems };
      if (added.value === undefined) return {};
      stages.push(...added.value);
    }
    const option = { choices, frame: frame.value, stages };
    return tooDeep(stages) ?? misplacedCross(option) ?? { option };
  }

  #newFrame(bindings: Bindings, choices: Bindings): Resolved<Frame> {
    const { value, problems } = fillIn(this.#declaration.architecture, bindings);
    if (problems.length > 0) return { problems: inContext(problems, ["architecture"], choices) };
    return remembered(this.#frames, JSON.stringify(value), () => {
      const frame = frameOf(value);
      return frame.problems ? { problems: inContext(frame.problems, ["architecture"], choices) } : frame;
    });
  }

  /** The stages of a group; no value where the constraints leave its layers nothing to choose from. */
  #stages(group: Group, bindings: Bindings, choices: Bindings, frame: Frame): Resolved<Stage[] | undefined> {
    const count = fillIn(group.group.count, bindings).value;
    if (typeof count !== "number" || !Number.isInteger(count) || count < 0 || count > maximumDepth)
      return { problems: [badCount(group, count, this.#declaration)] };
    const key = JSON.stringify([group.key, frame.hidden, [...group.macroNames].map((name) => choices[name])]);
    const options = remembered(this.#options, key, () => {
      this.#made += group.layerChoices.length;
      return this.#made > maximumLayers
        ? { problems: [this.#tooMany(group)] }
        : layerOptions(group, bindings, frame.hidden);
    });
    if (options.problems) return options;
    if (options.value.options.length === 0 && count > 0) return { value: undefined };
    if (group.group.equal) return { value: count > 0 ? [{ ...options.value, repeat: count }] : [] };
    return { value: new Array<Stage>(count).fill({ ...options.value, repeat: 1 }) };
  }

  #tooMany({ layerChoices, macroNames }: Group): Problem {
    const names = [...new Set(["hidden", ...macroNames])].join(", ");
    return {
      path: ["layer"],
      message: `has ${layerChoices.length} combinations for each value of ${names}, more than ${maximumLayers} layers in all. Give fewer options or larger steps, or let layers depend on fewer macro choices.`,
    };
  }
}

function prepared(
  declaration: SpaceDeclaration,
  constraints: readonly Constraint[],
  group: LayerGroup,
  index: number,
): Group {
  const { macro, layer } = declaration;
  const { count: _, equal: __, ...given } = group;
  const parts = Object.fromEntries(
    Object.entries(given).flatMap(([key, part]) => (part === undefined ? [] : [[key, part]])),
  );
  const known = { ...macro, ...layer, ...declaration.let };
  const used = namesIn(parts, known);
  const own = Object.entries(layer).filter(([name]) => used.has(name));
  const applying = constraints.filter(
    ({ layerNames }) => layerNames.size > 0 && [...layerNames].every((name) => used.has(name)),
  );
  const deciding = namesIn([parts, own, applying.map(({ text }) => text)], known);
  return {
    key: isList(declaration.layers) ? ["layers", index] : ["layers"],
    group,
    parts: Object.entries(parts).map(([key, template]) =>
      partOf(key, template, namesOf({ ...macro, ...layer }, namesIn(template, known))),
    ),
    layerChoices: combinations(Object.fromEntries(own.map(([name, choice]) => [name, optionsOf(choice)]))),
    constraints: applying,
    macroNames: new Set([...deciding].filter((name) => Object.hasOwn(macro, name))),
  };
}

type LayerOptions = Required<Pick<Stage, "options" | "choices">>;

function layerOptions(
  { key, parts, layerChoices, constraints }: Group,
  macro: Bindings,
  hidden: number,
): Resolved<LayerOptions> {
  const reader = new LayerReader(hidden);
  const options: Layer[] = [];
  const taken: Bindings[] = [];
  for (const choices of layerChoices) {
    const bindings = { ...macro, ...choices };
    const met = constraints.map((constraint) => meets(constraint, bindings));
    const unclear = met.find((one) => typeof one === "object");
    if (unclear) return { problems: [unclear] };
    if (met.includes(false)) continue;
    const filled = parts.map(({ fill }) => fill(bindings));
    const problems = filled.flatMap((part) => part.problems);
    const value = Object.fromEntries(parts.map((part, index) => [part.key, filled[index]?.value]));
    const resolved = problems.length > 0 ? { problems } : reader.read(value);
    if (resolved.problems) return { problems: inContext(resolved.problems, key, bindings) };
    options.push(resolved.value);
    taken.push(choices);
  }
  return { value: { options, choices: taken } };
}

/** The names of choices that are used. */
const namesOf = (choices: object, used: ReadonlySet<string>): string[] =>
  Object.keys(choices).filter((name) => used.has(name));

/** @param names the choices that the template uses */
function partOf(key: string, template: Template, names: readonly string[]): Part {
  const fill = oncePerValue(names, (bindings): Filled => {
    const { value, problems } = fillIn(template, bindings);
    return { value, problems: problems.map(({ path, message }) => ({ path: [key, ...path], message })) };
  });
  return { key, fill };
}

/** A function of choices that is asked once for the same values of those that decide what it makes. */
function oncePerValue<Others extends readonly unknown[], Value>(
  deciding: readonly string[],
  make: (bindings: Bindings, ...others: Others) => Value,
): (bindings: Bindings, ...others: Others) => Value {
  const known = new Map<string, Value>();
  return (bindings, ...others) =>
    remembered(known, JSON.stringify(deciding.map((name) => bindings[name])), () =>
      make(bindings, ...others),
    );
}

function badCount({ key }: Group, count: Template, { macro }: SpaceDeclaration): Problem {
  if (!Object.hasOwn(macro, "depth") && count === "depth")
    return { path: ["macro"], message: "needs the choice depth: how many layers" };
  const range = `from 1 to ${maximumDepth}, not ${shown(count)}`;
  if (key.length === 1) return { path: ["macro", "depth"], message: `must hold whole numbers ${range}` };
  return { path: [...key, "count"], message: `must be a whole number ${range}` };
}

function tooDeep(stages: readonly Stage[]): Compiled | undefined {
  const depth = stages.reduce((sum, { repeat }) => sum + repeat, 0);
  if (depth >= 1 && depth <= maximumDepth) return undefined;
  return {
    problems: [{ path: ["layers"], message: `must make 1 to ${maximumDepth} layers, not ${depth}` }],
  };
}

/** All options of a stage have a cross or none has, so that one layer of each shows where they stand. */
function misplacedCross({ choices, frame, stages }: MacroOption): Compiled | undefined {
  if (frame.kind !== "encoder-decoder" && !stages.some(({ options: [first] }) => first?.cross))
    return undefined;
  const layers = stages.flatMap(({ options, repeat }) => new Array<Layer>(repeat).fill(options[0]!));
  const problems = crossProblems(frame, layers).map(({ path, message }) => ({
    path: path[0] === "kind" ? ["architecture", "kind"] : ["layers"],
    message: path[0] === "kind" ? message : `layer ${String(path[1])}: ${message}`,
  }));
  return problems.length > 0 ? { problems: inContext(problems, [], choices) } : undefined;
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** Which values were chosen when it did not fit. */
function inContext(problems: readonly Problem[], key: Problem["path"], bindings: Bindings): Problem[] {
  const chosen = Object.entries(bindings)
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(", ");
  return problems.map(({ path, message }) => ({
    path: [...key, ...path],
    message: `with ${chosen}: ${message}`,
  }));
}
