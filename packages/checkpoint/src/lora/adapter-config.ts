import { InputError } from "@zerolm/core";
import type { Config } from "../checkpoint.js";

/*
 * `adapter_config.json` as PEFT 0.21 writes it. Every key is known here: one that changes the merged weights is read or refused by name,
 * and so is one that nobody here has heard of.
 */

/** What a key may hold; the reason why the adapter is refused, if it may not hold this. */
type Judgement = (value: unknown) => string | undefined;

const harmless: Judgement = () => undefined;

/** Only what stands for "not used": null, false, an empty list or map. */
const unused =
  (reason: string): Judgement =>
  (value) =>
    isEmpty(value) ? undefined : `${reason}. Merge it with PEFT first.`;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === "object" && Object.keys(value).length === 0);

const oneOf =
  (values: readonly unknown[], words: string): Judgement =>
  (value) =>
    values.includes(value) ? undefined : `is ${shown(value)}, but ${words}`;

const isFlag = oneOf([true, false, null], "it must be true or false");

/** Ways to begin a training that leave the base as it is: what was drawn is in A and B. */
const plainBeginnings: readonly unknown[] = [true, false, null, "gaussian", "eva", "orthogonal"];

function beginning(value: unknown): string | undefined {
  if (plainBeginnings.includes(value)) return undefined;
  return `is ${shown(value)}, which changes the base before training, so that adding B·A to the unchanged base is wrong. Save it with path_initial_model_for_weight_conversion of PEFT, or merge it there.`;
}

const number: Judgement = (value) =>
  typeof value === "number" && Number.isFinite(value) ? undefined : "must be a number";

const rank: Judgement = (value) =>
  Number.isInteger(value) && Number(value) > 0 ? undefined : "must be a whole number from 1";

const numbersByPattern: Judgement = (value) => {
  if (isEmpty(value)) return undefined;
  const fits =
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === "number" && Number.isFinite(one));
  return fits ? undefined : "must be a map from patterns to numbers";
};

/** Every key, and what may stand there. */
const keys: Readonly<Record<string, Judgement>> = {
  peft_type: oneOf(["LORA"], "only LORA is supported"),
  r: rank,
  lora_alpha: number,
  rank_pattern: numbersByPattern,
  alpha_pattern: numbersByPattern,
  use_rslora: isFlag,
  fan_in_fan_out: isFlag,
  bias: oneOf(["none", "all", "lora_only", null], "it must be none, all or lora_only"),
  init_lora_weights: beginning,
  use_dora: unused("requires DoRA, which is not supported"),
  use_qalora: unused("requires QALoRA, which is not supported"),
  use_bdlora: unused("requires block-diagonal LoRA, which is not supported"),
  lora_bias: unused("gives B a bias, which is not supported"),
  loftq_config: unused("requires LoftQ, which changes the base"),
  alora_invocation_tokens: unused(
    "is an activated LoRA, which acts only on some tokens and cannot be merged",
  ),
  arrow_config: unused("routes between adapters, which cannot be merged"),
  monteclora_config: unused("requires MonteCLoRA, which is not supported"),
  kasa_config: unused("requires KaSA, which is not supported"),
  velora_config: unused("requires VeLoRA, which is not supported"),
  lora_ga_config: unused("requires LoRA-GA, which changes the base"),
  layer_replication: unused("repeats layers of the base, which is not supported"),
  target_parameters: unused("adapts parameters that are not layers, which is not supported"),
  trainable_token_indices: unused("trains single rows of the embedding, which is not supported"),
  ensure_weight_tying: unused("ties saved weights to other weights, which is not supported"),
  megatron_config: unused("was trained on layers of Megatron, which have other names"),
  // What chose the modules, drew the first A and B, or says where all comes from: the tensors tell the same.
  ...Object.fromEntries(
    [
      "target_modules",
      "exclude_modules",
      "modules_to_save",
      "layers_to_transform",
      "layers_pattern",
      "lora_dropout",
      "task_type",
      "inference_mode",
      "base_model_name_or_path",
      "revision",
      "auto_mapping",
      "peft_version",
      "megatron_core",
      "qalora_group_size",
      "eva_config",
      "corda_config",
      "runtime_config",
    ].map((key) => [key, harmless]),
  ),
};

/**
 * Refuses an adapter that would be merged wrongly.
 *
 * @throws {InputError} that names the first key which changes weights in a way that is not merged, or is not known
 */
export function checkAdapterConfig(config: Config): void {
  const file = "adapter_config.json";
  for (const [key, value] of Object.entries(config)) {
    const judge = Object.hasOwn(keys, key) ? keys[key] : unknownKey(value);
    const reason = judge?.(value);
    if (reason !== undefined) throw new InputError(reason, { file, key });
  }
}

/** A key of a later PEFT is harmless while it is not used. */
const unknownKey = (value: unknown): Judgement =>
  isEmpty(value)
    ? harmless
    : () => `is not known (${shown(value)}) and may change the weights. Merge it with PEFT first.`;

const shown = (value: unknown): string => (JSON.stringify(value) ?? "none").slice(0, 60);
