import type { Problem } from "../document/check.js";
import { shown } from "../document/check.js";
import { families } from "./families.js";
import type { Family, Values } from "./family.js";

/** The keys under which configs with several parts hold their language model. */
const places = ["text_config", "language_config", "llm_config"] as const;

/** The language model within a config, and what to say of it. */
export type LanguageModel =
  | {
      readonly path: Problem["path"];
      readonly config: Values;
      readonly note: string;
      readonly problems?: undefined;
    }
  | { readonly problems: readonly Problem[] };

const twoTowers =
  "is clip, which holds two models. Save text_config or vision_config as its own config.json. Either can be read.";

const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The language model of a config that holds several models; nothing if it holds one.
 *
 * @example
 * languageModelOf({ model_type: "llava", text_config: { model_type: "llama", … }, vision_config: {} }).path; // ["text_config"]
 */
export function languageModelOf(config: Values): LanguageModel | undefined {
  const whole = config.model_type;
  const place = places.find((key) => isMap(config[key]));
  const known = typeof whole === "string" && Object.hasOwn(families, whole);
  // A family that is known by the same name as the whole reads its own keys, unless they stand in the part.
  if (place === undefined || (known && !holdsItself(config, place))) return undefined;
  const part = config[place] as Values;
  if (whole === "clip") return { problems: [{ path: ["model_type"], message: twoTowers }] };
  const type = part.model_type ?? partTypeOf(whole);
  const family = familyNamed(type);
  if (!family) return { problems: [{ path: [place, "model_type"], message: unknown(type, whole, place) }] };
  const read = withDefaults(part, family);
  const tied = part.tie_word_embeddings ?? config.tie_word_embeddings;
  const others = Object.keys(config).filter(
    (key) => key !== place && /_config$/.test(key) && isMap(config[key]),
  );
  return {
    path: [place],
    config: {
      ...read.config,
      model_type: type,
      architectures: [family.defaultClass],
      ...(tied === undefined ? {} : { tie_word_embeddings: tied }),
    },
    note: noteOn(String(whole), place, String(type), family, others) + read.note,
  };
}

/** Whether the part says the sizes, and the whole does not. */
const holdsItself = (config: Values, place: string): boolean =>
  config.hidden_size === undefined && (config[place] as Values).hidden_size !== undefined;

const familyNamed = (type: unknown): Family | undefined =>
  typeof type === "string" && Object.hasOwn(families, type)
    ? (families as Record<string, Family>)[type]
    : undefined;

/** The type that transformers gives to the part of a whole that does not say it. */
const partTypeOf = (whole: unknown): string | undefined =>
  Object.entries<Family>(families).find(
    ([, { partOf }]) => partOf && Object.hasOwn(partOf, String(whole)),
  )?.[0];

function unknown(type: unknown, whole: unknown, place: string): string {
  const named =
    type === undefined ? "does not say its model_type" : `is ${shown(type)}, a family that is not read`;
  return `${named}. ${place} holds the language model of ${shown(whole)}.`;
}

/** Sizes that the part leaves out are those of transformers. */
function withDefaults(
  part: Values,
  { defaults = {} }: Family,
): { readonly config: Values; readonly note: string } {
  const absent = Object.keys(defaults).filter((key) => (part[key] ?? undefined) === undefined);
  if (absent.length === 0) return { config: part, note: "" };
  return {
    config: { ...part, ...Object.fromEntries(absent.map((key) => [key, defaults[key]])) },
    note: `. Missing keys have the defaults of transformers: ${absent.join(", ")}`,
  };
}

function noteOn(
  whole: string,
  place: string,
  type: string,
  { defaultClass }: Family,
  others: readonly string[],
): string {
  const rest = others.length > 0 ? `, which holds ${others.join(" and ")} too` : "";
  return `${place} is read, the language model of ${whole} (${type}, ${defaultClass}): the count is not that of the whole${rest}`;
}
