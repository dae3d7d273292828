import type { Architecture } from "../architecture/architecture.js";
import { headSchema } from "../architecture/head.js";
import type { Attention } from "../architecture/mixer/attention.js";
import type { Problem } from "../document/check.js";
import { keyText } from "../document/key-text.js";
import { entryNamed } from "../lookup.js";
import { type Difference, differences } from "./difference.js";
import { families, type ModelType } from "./families.js";
import type { Family, HeadChoice, HeadInput, Values } from "./family.js";
import { resolveHuggingFaceConfig } from "./hugging-face.js";

/** What an architecture is in Hugging Face's terms: a `config.json`, or what of it the family has no key for. */
export type HuggingFaceExport =
  | {
      readonly modelType: ModelType;
      /** The value of the file. `AutoConfig` reads it, and the class in `architectures` builds the model from it. */
      readonly config: Values;
      /** What to know before the config is used. */
      readonly notes: readonly string[];
      readonly misfits?: undefined;
      readonly unreadable?: undefined;
    }
  | {
      readonly modelType: ModelType;
      readonly config?: undefined;
      /** Every property that the family cannot have, under its key in the architecture's document. */
      readonly misfits: readonly Problem[];
      /** What comes nearest to it is no config of the family at all. */
      readonly unreadable?: true;
    };

/**
 * The Hugging Face `config.json` of an architecture.
 *
 * A config is given only where `resolveHuggingFaceConfig` reads the same architecture from it, so that nothing is lost: each
 * family proposes the config that comes nearest, and what is read from that is compared key by key. Without a `modelType`
 * the first family that has no misfit is taken, and the nearest if all have some: the one with the fewest parts of another kind, then the
 * fewest properties that differ.
 *
 * What an architecture does not say (dropout, activation, rotary base, norm epsilon) is left to the defaults of transformers.
 *
 * @throws {UsageError} where there is no such `modelType`
 * @example
 * const { config, misfits } = huggingFaceConfig(architecture);
 * if (config) await writeFile("config.json", JSON.stringify(config, undefined, 2));
 * else for (const { path, message } of misfits) console.error(`${keyText(path)} ${message}`);
 */
export function huggingFaceConfig(architecture: Architecture, modelType?: string): HuggingFaceExport {
  if (modelType !== undefined) {
    entryNamed(families, modelType, "model type");
    return exportAs(architecture, modelType as ModelType);
  }
  let nearest: Attempt | undefined;
  for (const type of Object.keys(families) as ModelType[]) {
    const attempt = attemptAs(architecture, type);
    if (attempt.written.config) return attempt.written;
    if (!nearest || isNearer(attempt.distance, nearest.distance)) nearest = attempt;
  }
  return (nearest as Attempt).written;
}

/** What a family makes of an architecture, and how far that is from it: the first numbers count most. */
interface Attempt {
  readonly written: HuggingFaceExport;
  readonly distance: readonly number[];
}

const isNearer = (one: readonly number[], other: readonly number[]): boolean => {
  const first = one.findIndex((number, index) => number !== other[index]);
  return first !== -1 && (one[first] as number) < (other[first] as number);
};

/**
 * How far a family is from an architecture that it cannot express: how many kinds of frames, then of mixers, then of FFNs (a mixture is no
 * llama) it has not, then how many properties differ, then in how many places. A part of another kind has none of the keys that could differ.
 */
function distanceOf(misfits: readonly Difference[]): readonly number[] {
  const different = (isMeant: (path: readonly PropertyKey[]) => boolean): number =>
    new Set(
      misfits
        .filter(({ path }) => isMeant(path))
        .map(({ path, mine }) => JSON.stringify([keysOf(path), mine])),
    ).size;
  return [
    different(isFrame),
    different((path) => isPart(path, "mixer")),
    different((path) => isPart(path, "ffn")),
    different(() => true),
    misfits.length,
  ];
}

/** The keys of a path without the numbers of layers. */
const keysOf = (path: readonly PropertyKey[]): readonly PropertyKey[] =>
  path.filter((key) => typeof key === "string");

/** Whether the kind differs, or the images, sounds or cross-attention that only some kinds have. */
const isFrame = (path: readonly PropertyKey[]): boolean =>
  ["kind", "embedding.patches", "embedding.audio", "layers.cross"].includes(keysOf(path).join("."));

/** Whether a part of another kind stands in a layer, or none. */
const isPart = (path: readonly PropertyKey[], part: "mixer" | "ffn"): boolean =>
  [`layers.${part}`, `layers.${part}.kind`].includes(keysOf(path).join("."));

const exportAs = (architecture: Architecture, modelType: ModelType): HuggingFaceExport =>
  attemptAs(architecture, modelType).written;

function attemptAs(architecture: Architecture, modelType: ModelType): Attempt {
  const config = configOf(architecture, modelType);
  const { value: readBack, problems } = resolveHuggingFaceConfig(config);
  if (problems) {
    const told = problems.map(({ path, message }) =>
      [...(path.length > 0 ? [keyText(path)] : []), message].join(" "),
    );
    const message = `cannot be written as ${modelType}: ${told.join("; ")}`;
    const written = { modelType, misfits: [{ path: ["layers"], message }], unreadable: true } as const;
    return { written, distance: [Number.POSITIVE_INFINITY] };
  }
  const found = differences(unnamed(architecture), unnamed(readBack)).filter(
    ({ path }) => !isImplied(path, architecture, readBack),
  );
  if (found.length === 0) return { written: { modelType, config, notes: notesOn(config) }, distance: [] };
  const misfits = found.map((one) => ({ path: one.path, message: wording(one, modelType, readBack) }));
  return { written: { modelType, misfits }, distance: distanceOf(found) };
}

const unnamed = ({ name: _, ...rest }: Architecture): Omit<Architecture, "name"> => rest;

/** Whether a size of an attention differs only because the number of its heads does, which is told already. */
function isImplied(path: readonly PropertyKey[], mine: Architecture, theirs: Architecture): boolean {
  const key = path.at(-1);
  const [one, other] = [mine, theirs].map((side) => at(side, path.slice(0, -1)) as Partial<Attention>);
  if (!one?.heads || !other?.heads || one.heads === other.heads) return false;
  const everyHead = (side: Partial<Attention>) => side.keyValueHeads === side.heads;
  const width = (side: Partial<Attention>) => (side.heads as number) * (side.headDim as number);
  if (key === "keyValueHeads") return everyHead(one) && everyHead(other);
  return key === "headDim" && width(one) === width(other);
}

function configOf(architecture: Architecture, modelType: ModelType): Values {
  const family: Family = families[modelType];
  const { name, head, initialiser } = architecture;
  const className = classOf(architecture, family);
  return {
    ...(name ? { _name_or_path: name } : {}),
    architectures: [className],
    model_type: modelType,
    ...family.write(architecture),
    [family.initialiserKey ?? "initializer_range"]: "std" in initialiser ? initialiser.std : 0.02,
    ...(head.vocabulary === "none" ? {} : { tie_word_embeddings: head.vocabulary === "tied" }),
    ...(hasLabels(family, className) ? { num_labels: Math.max(1, head.outputs) } : {}),
  };
}

/**
 * The class of a family whose head comes nearest to that of an architecture.
 *
 * @example
 * huggingFaceClass(architecture, "llama"); // "LlamaForCausalLM"
 */
export const huggingFaceClass = (architecture: Architecture, modelType: ModelType): string =>
  classOf(architecture, families[modelType]);

/** The class whose head comes nearest. Of several equal ones a decoder is written as one that predicts the next token, an encoder not. */
function classOf(architecture: Architecture, { heads, encoderClasses, headOf, write }: Family): string {
  const { kind, head } = architecture;
  const changed = (made: HeadInput): HeadInput => headOf?.(made, write(architecture)) ?? made;
  const choice: HeadChoice = { labels: Math.max(1, head.outputs), tied: head.vocabulary === "tied" };
  const isOfKind = (name: string): boolean =>
    encoderClasses === undefined || encoderClasses.includes(name) === (kind === "encoder");
  const misfits = Object.entries(heads)
    .filter(([name]) => isOfKind(name))
    .map(([name, make]) => ({
      name,
      count: differences(head, headSchema.parse(changed(make(choice)))).length,
    }));
  const fewest = Math.min(...misfits.map(({ count }) => count));
  const nearest = misfits.filter(({ count }) => count === fewest).map(({ name }) => name);
  const predictsNext = (name: string): boolean => /CausalLM|LMHead/.test(name);
  return (nearest.find((name) => predictsNext(name) === (kind === "decoder")) ?? nearest[0]) as string;
}

/** Whether the outputs of a class are as many as there are labels. */
function hasLabels({ heads }: Family, className: string): boolean {
  const outputs = (labels: number) => heads[className]?.({ labels, tied: true }).outputs;
  return outputs(1) !== outputs(2);
}

/** What to know of keys that not every program reads. */
const keyNotes: Readonly<Record<string, string>> = {
  pruned_heads:
    "layers differ in their number of heads, given by pruned_heads. transformers 4 cuts the heads, 5 and later ignore the key",
  per_layer_config:
    "layers differ, as per_layer_config gives them. transformers reads the key from 5.15 on, but its models do not build such layers yet",
  block_configs:
    "layers differ, as block_configs gives them. NVIDIA's code for Nemotron-NAS reads the key (with trust_remote_code). Only zerolm reads heads that differ",
};

const notesOn = (config: Values): string[] =>
  Object.entries(keyNotes).flatMap(([key, note]) => (key in config ? [note] : []));

function wording({ path, mine, theirs }: Difference, modelType: ModelType, readBack: Architecture): string {
  const [list, , ...rest] = path;
  const inAllLayers =
    list === "layers" &&
    readBack.layers.length > 1 &&
    readBack.layers.every((layer) => text(at(layer, rest)) === text(theirs));
  return `is ${text(mine)}, but ${modelType} has ${text(theirs)}${inAllLayers ? " in every layer" : ""}`;
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((inner, key) => (inner as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], value);

function text(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value === "string") return value;
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
