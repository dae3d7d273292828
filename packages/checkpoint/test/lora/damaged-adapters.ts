import { Random, ZerolmError } from "@zerolm/core";
import { expect } from "vitest";
import { mergeLora } from "../../src/lora/lora.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { tensorValues } from "../../src/safetensors/tensor.js";
import { blobFolder } from "../../src/source/folder.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";
import { fileOf, tensorOf } from "../safetensors/files.js";

/*
 * Adapters with damaged configs and files, and bases with damaged configs. What is refused is refused by name. What is taken has to be
 * what PEFT would merge, by a second reading of the config that shares no code with the first.
 */

type Json = Record<string, unknown>;

const base = await checkpointOf(examples.llama!, "F64");
/** Modules of 8 × 8. */
const modules = [0, 1].flatMap((layer) =>
  ["q_proj", "o_proj"].map((name) => `model.layers.${layer}.self_attn.${name}`),
);

const one = <Entry>(list: readonly Entry[], random: Random): Entry => list[random.below(list.length)]!;

/** A config as PEFT writes it. */
const sound = (rank: number, random: Random): Json => ({
  peft_type: "LORA",
  r: rank,
  lora_alpha: one([1, 4, 16, 0.5], random),
  use_rslora: one([true, false], random),
  fan_in_fan_out: one([true, false], random),
  bias: "none",
  rank_pattern: {},
  alpha_pattern: one([{}, { q_proj: 3 }, { "layers.1.self_attn.o_proj": 7 }, { o_pro: 9 }], random),
  target_modules: ["q_proj", "o_proj"],
  init_lora_weights: true,
  modules_to_save: null,
});

/** What may change weights; an adapter that uses one of them must be refused. */
const changing: readonly (readonly [string, unknown])[] = [
  ["use_dora", true],
  ["init_lora_weights", "pissa"],
  ["init_lora_weights", "olora"],
  ["alora_invocation_tokens", [1, 2]],
  ["loftq_config", { bits: 4 }],
  ["lora_bias", true],
  ["layer_replication", [[0, 2]]],
  ["trainable_token_indices", [3]],
  ["a_key_of_tomorrow", 1],
  ["peft_type", "IA3"],
  ["rank_pattern", { "(": 2 }],
];

const odd: readonly unknown[] = [
  null,
  -1,
  0,
  1e30,
  "8",
  [],
  {},
  true,
  "x".repeat(300),
  [[[]]],
  2.5,
  { a: { b: 1 } },
];

function damagedConfig(config: Json, random: Random): { readonly config: Json; readonly refused: boolean } {
  const kind = random.below(4);
  if (kind === 0) return { config, refused: false };
  if (kind === 1) {
    const [key, value] = one(changing, random);
    return { config: { ...config, [key]: value }, refused: true };
  }
  const key = one(Object.keys(config), random);
  if (kind === 2) return { config: { ...config, [key]: one(odd, random) }, refused: false };
  const { [key]: _, ...rest } = config;
  return { config: rest, refused: false };
}

/** A file with a few bytes written over, cut off or doubled. */
function damagedBytes(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const at = random.below(bytes.length);
  if (random.below(3) === 0) return bytes.slice(0, at);
  const copy = bytes.slice();
  for (let changes = 1 + random.below(3); changes > 0; changes--)
    copy[random.below(Math.min(copy.length, 700))] = random.below(256);
  return copy;
}

interface Numbers {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** What PEFT adds to a module: alpha / r, or alpha / √r, times B·A. */
function expectedDelta(config: Json, module: string, rank: number, { a, b }: Numbers): number[] {
  const patterns = Object.entries((config.alpha_pattern ?? {}) as Record<string, number>);
  const own = patterns.find(([pattern]) => new RegExp(`^(.*\\.)?(${pattern})$`).test(module))?.[1];
  const alpha = own ?? Number(config.lora_alpha ?? 8);
  const scale = alpha / (config.use_rslora === true ? Math.sqrt(rank) : rank);
  return Array.from({ length: 64 }, (_, index) => {
    const [row, col] = [Math.floor(index / 8), index % 8];
    const [out, into] = config.fan_in_fan_out === true ? [col, row] : [row, col];
    let sum = 0;
    for (let at = 0; at < rank; at++) sum += b[out * rank + at]! * a[at * 8 + into]!;
    return scale * sum;
  });
}

/** Equal to rounding; what overflows is infinite in both. */
const isNear = (one: number, other: number): boolean =>
  one === other || Math.abs(one - other) < 1e-9 * (1 + Math.abs(one));

const drawn = (length: number, random: Random): number[] => Array.from({ length }, () => random.normal());

/**
 * Damaged adapters are refused by name or merged as PEFT merges them.
 *
 * @param count how many of them
 */
export async function expectAdaptersSafe(count: number): Promise<void> {
  const random = new Random(11);
  const seen = { refused: 0, merged: 0 };
  const before = new Map<string, Float64Array>();
  for (const module of modules)
    before.set(module, Float64Array.from(await tensorValues(base.tensors.get(`${module}.weight`)!)));
  for (let index = 0; index < count; index++) {
    const rank = 1 + random.below(3);
    const numbers = new Map(
      modules.map((module) => [module, { a: drawn(8 * rank, random), b: drawn(8 * rank, random) }]),
    );
    const { config, refused } = damagedConfig(sound(rank, random), random);
    const file = await fileOf(
      [...numbers].flatMap(([module, { a, b }]) => [
        tensorOf(`base_model.model.${module}.lora_A.weight`, "F64", [rank, 8], a),
        tensorOf(`base_model.model.${module}.lora_B.weight`, "F64", [8, rank], b),
      ]),
    );
    const isDamaged = random.below(4) === 0;
    const folder = blobFolder(
      new Map([
        ["adapter_config.json", new Blob([JSON.stringify(config)])],
        ["adapter_model.safetensors", new Blob([isDamaged ? damagedBytes(file, random) : file])],
      ]),
    );
    try {
      const merged = await mergeLora({ ...base, close: async () => undefined }, folder);
      const values = await Promise.all(
        modules.map(async (module) => await tensorValues(merged.tensors.get(`${module}.weight`)!)),
      );
      if (refused) expect.fail(`was merged: ${JSON.stringify(config)}`);
      seen.merged++;
      if (isDamaged) continue;
      for (const [place, module] of modules.entries()) {
        const delta = expectedDelta(config, module, rank, numbers.get(module)!);
        const off = delta.findIndex(
          (more, at) => !isNear(before.get(module)![at]! + more, values[place]![at]!),
        );
        if (off >= 0) expect.fail(`${module} is merged wrongly by ${JSON.stringify(config)}`);
      }
    } catch (error) {
      if (!(error instanceof ZerolmError)) throw error;
      seen.refused++;
    }
  }
  expect(Math.min(seen.refused, seen.merged)).toBeGreaterThan(count / 10);
}

const configs = ["llama", "qwen2", "phi3", "gpt2", "gemma2", "bert", "mixtral"].flatMap(
  (name) => examples[name] ?? [],
);

/**
 * A checkpoint whose config says something else than its tensors is refused by name or read.
 *
 * @param count how many of them
 */
export async function expectConfigsSafe(count: number): Promise<void> {
  const random = new Random(13);
  const checkpoints = await Promise.all(configs.map((example) => checkpointOf(example)));
  let refused = 0;
  for (let index = 0; index < count; index++) {
    const { config, tensors } = one(checkpoints, random);
    const changed: Json = { ...config };
    for (let changes = 1 + random.below(2); changes > 0; changes--) {
      const key = one(Object.keys(config), random);
      if (random.below(4) === 0) delete changed[key];
      else changed[key] = one([...odd, 2 ** 31, 1, 3, "llama", "gpt2"], random);
    }
    try {
      mapCheckpoint({ config: changed, tensors });
    } catch (error) {
      if (!(error instanceof ZerolmError)) throw error;
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(count / 10);
  expect(refused).toBeLessThan(count);
}
