import type { MappedCheckpoint, Pruned } from "@zerolm/checkpoint";
import { version } from "../../../package.json";
import { flopsText, fullCount } from "../../numbers.js";
import type { PruneOutcome } from "../prune-outcome.js";
import { gpu, type HealingCost, type HealMethod, healingCost, healings } from "./healing.js";

/** What a recipe is made from. */
export interface RecipeSource {
  readonly mapped: MappedCheckpoint;
  readonly pruned: Pruned;
  /** The names of the files of the original. */
  readonly files: readonly string[];
  /** Paths as the user gave them. */
  readonly original: string;
  readonly out: string;
  readonly lora: string | undefined;
  readonly loss: PruneOutcome["loss"];
}

/** A training configuration, and what it is expected to cost. */
export interface Recipe extends HealingCost {
  readonly method: HealMethod;
  readonly yaml: string;
}

/** The version that `trl.check.ts` runs every configuration with. */
const trl = "TRL 1.13";

/** Tokens of a sequence and of a step, unless the model sees less. */
const usualSequence = 2048;
const stepTokens = 2 ** 18;
const sequencesAtOnce = 8;

/**
 * A configuration of TRL to train a pruned model on, as YAML.
 *
 * @param tokens default: those of the method, `healings`
 * @example
 * healingRecipe(source, "lora").yaml; // trl sft --config FILE
 */
export function healingRecipe(source: RecipeSource, method: HealMethod, tokens?: number): Recipe {
  const sequence = Math.min(usualSequence, maximumTokens(source.pruned.config) ?? usualSequence);
  const architectures = { pruned: source.pruned.architecture, original: source.mapped.architecture };
  const expected = healingCost(method, architectures, { sequence, tokens });
  const keys = {
    ...modelKeys(source, method),
    ...methodKeys(source, method),
    ...trainingKeys(method, sequence, expected.tokens),
  };
  const comments = commentLines(source, method, expected).map((line) => `# ${line}`);
  const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return { ...expected, method, yaml: `${[...comments, "", ...lines].join("\n")}\n` };
}

function maximumTokens({ max_position_embeddings: most }: Pruned["config"]): number | undefined {
  return typeof most === "number" && Number.isInteger(most) && most > 0 ? most : undefined;
}

type Keys = Readonly<Record<string, unknown>>;

const modelKeys = ({ out, pruned: { config } }: RecipeSource, method: HealMethod): Keys => ({
  model_name_or_path: out,
  // Layers that differ are loaded by code that the config names.
  ...(config.auto_map === undefined ? {} : { trust_remote_code: true }),
  datasets: [
    method === "distil"
      ? { path: "json", data_files: "REPLACE-WITH-YOUR-PROMPTS.jsonl" }
      : { path: "text", data_files: "REPLACE-WITH-YOUR-TEXT.txt" },
  ],
  output_dir: `${out}-healed`,
});

function methodKeys({ original }: RecipeSource, method: HealMethod): Keys {
  if (method === "lora")
    return {
      use_peft: true,
      lora_r: 8,
      lora_alpha: 16,
      lora_dropout: 0.05,
      lora_target_modules: "all-linear",
    };
  if (method === "distil") return { teacher_model_name_or_path: original, beta: 0, temperature: 1 };
  return {};
}

/** Sequences that run on from one text into the next: the other strategies of packing need FlashAttention to keep texts apart. */
const packed = { packing: true, packing_strategy: "wrapped" } as const;

function trainingKeys(method: HealMethod, sequence: number, tokens: number): Keys {
  const accumulated = Math.max(1, Math.round(stepTokens / (sequencesAtOnce * sequence)));
  const steps = Math.max(1, Math.ceil(tokens / (accumulated * sequencesAtOnce * sequence)));
  return {
    ...(method === "distil" ? { max_completion_length: sequence } : { max_length: sequence, ...packed }),
    learning_rate: healings[method].learningRate,
    lr_scheduler_type: "cosine",
    warmup_steps: Math.min(100, Math.ceil(steps / 20)),
    max_steps: steps,
    per_device_train_batch_size: sequencesAtOnce,
    gradient_accumulation_steps: accumulated,
    gradient_checkpointing: true,
    bf16: true,
    seed: 0,
  };
}

function commentLines(
  source: RecipeSource,
  method: HealMethod,
  { tokens, flops, gpuHours }: HealingCost,
): string[] {
  const { command, why } = healings[method];
  return [
    `Continues the training of ${source.out}, which zerolm ${version} pruned from ${source.original}.`,
    `${command} --config THIS-FILE, tested with ${trl}.`,
    `Expected: ${fullCount(Math.round(tokens))} tokens, ${flopsText(flops)} FLOPs, ${gpuHours.toPrecision(2)} hours of one ${gpu.name}, at ${100 * gpu.utilisation} % of ${gpu.flopsPerSecond / 1e12} TFLOP/s.`,
    why,
    "Steps are for one GPU. With n GPUs, divide gradient_accumulation_steps by n.",
    ...(source.files.some((file) => isTokenizer.test(file)) ? [] : [noTokenizer(source)]),
    ...(method === "distil" ? distillationLines(source) : []),
    ...startLines(source),
  ];
}

const isTokenizer = /^(tokenizer\.(json|model)|vocab\.(json|txt)|tekken\.json|spiece\.model)$/;

const noTokenizer = ({ original, out }: RecipeSource): string =>
  `TRL needs a tokenizer, but ${original} has none. Save one in ${out} with save_pretrained of transformers before training.`;

const distillationLines = ({ lora }: RecipeSource): string[] => [
  "The model learns from the original on texts that it generates itself. Each line of the data is a JSON object with the key prompt. Generation is counted as one forward pass.",
  ...(lora === undefined
    ? []
    : [
        "The teacher is the original without its adapter. Merge the adapter and give the merged model instead.",
      ]),
];

/** How to see that training starts where pruning ended. */
function startLines({ loss, out }: RecipeSource): string[] {
  if (!loss) return ["The loss at its start was not measured. Prune with --text or --eval-text to know it."];
  const { after, before, file, windows, context } = loss;
  const unit = loss.unit.replace(" a ", " per ");
  return [
    `It starts from ${after.value.toFixed(4)} ${unit}, and the original has ${before.value.toFixed(4)}. Check before training:`,
    `  npx zerolm inspect ${out} --text ${file} --windows ${windows} --context ${context}`,
    `  must show ${after.value.toFixed(4)} ${unit}, to the last digit or the one before.`,
  ];
}
