import type { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { type Resolved, type ResolvedDocument, resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, type Problem, shown } from "../document/check.js";
import { keyText } from "../document/key-text.js";
import { families, type ModelType } from "./families.js";
import { type Body, commonSchema, type Family, type HeadInput, type Values } from "./family.js";
import { languageModelOf } from "./language-model.js";
import { nearTypes } from "./near-types.js";
import { unreadKeys } from "./unread-keys.js";

type Common = z.output<typeof commonSchema>;

/** Keys that a Hugging Face config has and an architecture of ours never has. */
const telltales = [
  "model_type",
  "architectures",
  "transformers_version",
  "hidden_size",
  "n_embd",
  "text_config",
] as const;

/** Whether a document is a Hugging Face `config.json` and not an architecture of ours. */
export function isHuggingFaceConfig(value: unknown): value is Values {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !Object.hasOwn(value, "layers") && telltales.some((key) => Object.hasOwn(value, key));
}

/** How a config is read. */
export interface ReadOptions {
  /** The class that is meant if `architectures` is absent: the bare model, as `AutoModel` builds it (default), or that of pre-training. */
  readonly without?: "bare" | "pretraining";
}

/**
 * Reads the value of a Hugging Face `config.json`.
 *
 * Sizes have to be there; what else is absent or null has the default that transformers gives it. `architectures[0]` decides the head; without
 * it the bare model is read, and a note says so. Of a config with several parts the language model is read, and a note says that too. Keys that
 * change no weight (dropout, activation, rotary base) are not looked at, those that ask for another structure are refused, and those that
 * change weights in other families are named in a note.
 *
 * @example
 * const { value, notes } = resolveHuggingFaceConfig(JSON.parse(await readFile("config.json", "utf8")));
 */
export function resolveHuggingFaceConfig(config: Values, options: ReadOptions = {}): ResolvedDocument {
  const part = languageModelOf(config);
  if (part?.problems) return part;
  if (!part) return ofOneModel(config, options);
  const { path, config: own, note } = part;
  const read = ofOneModel(own, { without: "pretraining" });
  if (read.problems)
    return { problems: read.problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })) };
  return { value: read.value, notes: [note, ...(read.notes ?? [])] };
}

function ofOneModel(given: Values, options: ReadOptions): ResolvedDocument {
  const { value: family, problems: unknown } = familyOf(given);
  if (unknown) return { problems: unknown };
  const config = withoutAliases(given, family);
  const common = checkValue(commonSchema, config);
  const body = family.read(config);
  const head = common.value ? headOf(config, common.value, family, options) : { problems: [] };
  if (!common.value || !body.value || !head.value)
    return { problems: distinct([common, body, head].flatMap(({ problems }) => problems ?? [])) };
  const read = assembled(common.value, body.value, head.value);
  const notes = read.problems ? [] : notesOn(config, common.value, family, options);
  return notes.length > 0 ? { ...read, notes } : read;
}

/** Every problem once: more than one part of a family may look at a key. */
const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify([problem.path, problem.message]), problem])).values(),
];

/** The config with the keys that transformers takes other names for. */
function withoutAliases(config: Values, { aliases = {} }: Family): Values {
  const meant = Object.entries(aliases).filter(([alias, key]) => alias in config && !(key in config));
  if (meant.length === 0) return config;
  return { ...config, ...Object.fromEntries(meant.map(([alias, key]) => [key, config[alias]])) };
}

function notesOn(
  config: Values,
  { architectures }: Common,
  family: Family,
  { without }: ReadOptions,
): string[] {
  const bare = (architectures ?? []).length === 0 && without !== "pretraining";
  const unread = unreadKeys(config, family);
  return [
    ...(family.note === undefined ? [] : [family.note]),
    ...(bare ? [`no architectures: the bare model is read, ${bareClassOf(family)}`] : []),
    ...(unread.length > 0
      ? [
          `${unread.join(", ")}: not supported for ${config.model_type}, although it changes weights in other families`,
        ]
      : []),
  ];
}

function familyOf(config: Values): Resolved<Family> {
  const { model_type: type } = config;
  if (typeof type === "string" && Object.hasOwn(families, type))
    return { value: families[type as ModelType] };
  const message =
    type === undefined
      ? 'is missing. It names the family, for example "llama".'
      : typeof type === "string"
        ? unknownType(type, config)
        : `must be a text such as "llama", not ${shown(type)}`;
  return { problems: [{ path: ["model_type"], message }] };
}

/** No other family is offered: a config read as one of another family is counted wrong. A typing error is hinted at. */
function unknownType(type: string, config: Values): string {
  const near = nearTypes(type, Object.keys(families));
  const meant = near.length > 0 ? `. Did you mean ${near.join(" or ")}?` : "";
  const code = (config.auto_map ?? undefined) === undefined ? "" : ", with code of its own (auto_map)";
  return `is ${shown(type)}, a family that is not read${code}${meant}`;
}

const bareClassOf = ({ heads, bareClass, defaultClass }: Family): string =>
  bareClass ?? Object.keys(heads).find((name) => /(?<!LMHead)Model$/.test(name)) ?? defaultClass;

function headOf(
  config: Values,
  common: Common,
  family: Family,
  { without = "bare" }: ReadOptions,
): Resolved<HeadInput> {
  const { problems, value: labels } = labelsOf(common, family.labelsByDefault);
  const absent = without === "bare" ? bareClassOf(family) : family.defaultClass;
  const name = common.architectures?.[0] ?? absent;
  const head = Object.hasOwn(family.heads, name) ? family.heads[name] : undefined;
  const unknown = head
    ? []
    : [{ path: ["architectures", 0], message: unknownClass(name, family, String(config.model_type)) }];
  if (problems || !head) return { problems: [...unknown, ...(problems ?? [])] };
  const made = head({ labels, tied: common.tie_word_embeddings ?? family.tiedByDefault });
  return { value: family.headOf?.(made, config) ?? made };
}

function unknownClass(name: string, family: Family, type: string): string {
  const owner = Object.entries<Family>(families).find(([, { heads }]) => Object.hasOwn(heads, name))?.[0];
  if (owner !== undefined)
    return `${shown(name)} is a class of model_type ${owner}, but model_type is ${type}`;
  return `must be one of ${Object.keys(family.heads).join(", ")}, not ${shown(name)}`;
}

function labelsOf({ num_labels: given, id2label }: Common, usual = 2): Resolved<number> {
  if (!id2label) return { value: given ?? usual };
  const named = Object.keys(id2label).length;
  if (given === undefined || given === null || given === named) return { value: named };
  return { problems: [{ path: ["num_labels"], message: `is ${given}, but id2label names ${named}` }] };
}

/** The families have checked every size under the key of the config, so that little is left to be found here. */
function assembled(common: Common, body: Body, head: HeadInput): Resolved<Architecture> {
  const name = common._name_or_path?.slice(0, 1000);
  const read = resolveArchitecture({
    ...(name ? { name } : {}),
    ...body,
    head,
    initialiser: { kind: "normal", std: common.initializer_range ?? common.init_std ?? 0.02 },
  });
  if (!read.problems) return read;
  const told = read.problems.map(({ path, message }) => `${keyText(path)} ${message}`);
  return {
    problems: told.map((message) => ({ path: [], message: `makes an impossible architecture: ${message}` })),
  };
}
