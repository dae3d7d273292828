import type { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { type Resolved, resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, shown } from "../document/check.js";
import { suggestion } from "../document/suggestion.js";
import { families, type ModelType } from "./families.js";
import { type Body, commonSchema, type Family, type HeadInput, type Values } from "./family.js";

type Common = z.output<typeof commonSchema>;

/** Keys that a Hugging Face config has and an architecture of ours never has. */
const telltales = ["model_type", "architectures", "transformers_version", "hidden_size", "n_embd"] as const;

/** Whether a document is a Hugging Face `config.json` and not an architecture of ours. */
export function isHuggingFaceConfig(value: unknown): value is Values {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !Object.hasOwn(value, "layers") && telltales.some((key) => Object.hasOwn(value, key));
}

/**
 * Reads the value of a Hugging Face `config.json`.
 *
 * Sizes have to be there; what else is absent or null has the default that transformers gives it. `architectures[0]` decides
 * the head; absent, it is the one of pre-training. Keys that change no weight (dropout, activation, rotary base, sliding
 * window) are not looked at, and those that ask for another structure (cross-attention, relative positions) are refused.
 *
 * @example
 * const { value } = resolveHuggingFaceConfig(JSON.parse(await readFile("config.json", "utf8")));
 */
export function resolveHuggingFaceConfig(config: Values): Resolved<Architecture> {
  const { value: family, problems: unknown } = familyOf(config);
  if (unknown) return { problems: unknown };
  const common = checkValue(commonSchema, config);
  const body = family.read(config);
  const head = common.value ? headOf(common.value, family, String(config.model_type)) : { problems: [] };
  if (!common.value || !body.value || !head.value)
    return { problems: [...(common.problems ?? []), ...(body.problems ?? []), ...(head.problems ?? [])] };
  return assembled(common.value, body.value, head.value);
}

function familyOf(config: Values): Resolved<Family> {
  const { model_type: type } = config;
  if (typeof type === "string" && Object.hasOwn(families, type))
    return { value: families[type as ModelType] };
  const known = Object.keys(families);
  if (type === undefined)
    return { problems: [{ path: ["model_type"], message: `is missing; one of ${known.join(", ")}` }] };
  if (typeof config.text_config === "object" && config.text_config !== null)
    return {
      problems: [
        {
          path: ["text_config"],
          message: "holds the language model; save its value as a config.json of its own",
        },
      ],
    };
  const near = typeof type === "string" ? suggestion(type, known) : undefined;
  const meant = near === undefined ? "" : ` (did you mean ${JSON.stringify(near)}?)`;
  const message = `must be one of ${known.join(", ")}, not ${shown(type)}${meant}; any other Transformer can be described in zerolm YAML`;
  return { problems: [{ path: ["model_type"], message }] };
}

function headOf(common: Common, family: Family, type: string): Resolved<HeadInput> {
  const { problems, value: labels } = labelsOf(common);
  const name = common.architectures?.[0] ?? family.defaultClass;
  const head = Object.hasOwn(family.heads, name) ? family.heads[name] : undefined;
  const unknown = head ? [] : [{ path: ["architectures", 0], message: unknownClass(name, family, type) }];
  if (problems || !head) return { problems: [...unknown, ...(problems ?? [])] };
  return { value: head({ labels, tied: common.tie_word_embeddings ?? family.tiedByDefault }) };
}

function unknownClass(name: string, family: Family, type: string): string {
  const owner = Object.entries(families).find(([, { heads }]) => Object.hasOwn(heads, name))?.[0];
  if (owner !== undefined)
    return `${shown(name)} is a class of model_type ${owner}, but model_type is ${type}`;
  return `must be one of ${Object.keys(family.heads).join(", ")}, not ${shown(name)}`;
}

function labelsOf({ num_labels: given, id2label }: Common): Resolved<number> {
  if (!id2label) return { value: given ?? 2 };
  const named = Object.keys(id2label).length;
  if (given === undefined || given === null || given === named) return { value: named };
  return { problems: [{ path: ["num_labels"], message: `is ${given}, but id2label names ${named}` }] };
}

/** The families have checked every size under the key of the config, so that nothing is left to be found here. */
function assembled(common: Common, body: Body, head: HeadInput): Resolved<Architecture> {
  const name = common._name_or_path?.slice(0, 1000);
  return resolveArchitecture({
    ...(name ? { name } : {}),
    ...body,
    head,
    initialiser: { kind: "normal", std: common.initializer_range ?? 0.02 },
  });
}
