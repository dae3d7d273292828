import { shown } from "../document/check.js";

type Values = Readonly<Record<string, unknown>>;

/** Files that lie beside a `config.json` and are none: the keys that give them away, and what to do. */
const foreign: readonly (readonly [has: (value: Values) => boolean, message: (value: Values) => string])[] = [
  [
    (value) => "peft_type" in value,
    ({ peft_type: type, base_model_name_or_path: base }) =>
      `is an adapter (${shown(type)}), not a model. Give the config.json of its base model${typeof base === "string" ? `, ${base}` : ""}.`,
  ],
  [
    (value) => "tokenizer_class" in value && !("model_type" in value),
    () => "describes a tokenizer. Give the config.json beside it.",
  ],
  [
    ({ added_tokens: tokens, model }) => Array.isArray(tokens) && typeof model === "object",
    () => "is a tokenizer. Give the config.json beside it.",
  ],
  [
    (value) => "weight_map" in value,
    () => "lists the tensors of a checkpoint. Give the config.json beside it.",
  ],
  [
    (value) => "image_processor_type" in value || "feature_extractor_type" in value,
    () => "describes how images or sounds are prepared. Give the config.json beside it.",
  ],
  [
    (value) =>
      "transformers_version" in value &&
      !("model_type" in value) &&
      "eos_token_id" in value &&
      !("architectures" in value) &&
      !("hidden_size" in value) &&
      !("text_config" in value),
    () => "describes how a model generates. Give the config.json beside it.",
  ],
];

/**
 * What a document is that lies beside a `config.json`, and what to give instead; nothing for any other.
 *
 * @example
 * foreignDocument({ peft_type: "LORA", base_model_name_or_path: "gpt2" }); // "is an adapter …"
 */
export function foreignDocument(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const document = value as Values;
  return foreign.find(([has]) => has(document))?.[1](document);
}
