import {
  type Architecture,
  type Family,
  huggingFaceClass,
  huggingFaceFamilies,
  resolveHuggingFaceConfig,
  WorkError,
} from "@zerolm/core";
import type { Config } from "../checkpoint.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import { type Loads, loadsOf } from "./loads.js";
import { perLayerLists } from "./per-layer-lists.js";
import { formOf, isLikeNemotron } from "./uniformity.js";

/** The config of a pruned checkpoint, and who can load it. */
export interface PrunedConfig {
  readonly config: Config;
  /** Every program that rules are known of and kept for. */
  readonly loads: readonly Loads[];
}

/** The keys that pruning changes in configs with a block for each layer; all others stay as they are. */
const blockKeys = [
  "hidden_size",
  "num_hidden_layers",
  "num_attention_heads",
  "num_key_value_heads",
  "head_dim",
  "intermediate_size",
  "block_configs",
] as const;

/**
 * Writes a smaller architecture into a config: with the family's own keys if all layers are equal, else with `block_configs`, in the name
 * of Nemotron-NAS (DeciLM) if its code computes the same.
 *
 * @param pruned what is left of the architecture that the config describes
 * @param kept the numbers of the layers that are left
 * @throws {WorkError} if the config would be read as another architecture
 */
export function prunedConfig(
  mapped: MappedCheckpoint,
  pruned: Architecture,
  kept: readonly number[],
): PrunedConfig {
  const original = mapped.config;
  const { per_layer_config: _, block_configs: __, ...plain } = original;
  const lists = perLayerLists(mapped, kept);
  const form = formOf(mapped, pruned.layers);
  const sizes = form === "own" ? ownSizes(mapped, pruned) : blockSizes(mapped, pruned);
  const { block_configs: ___, ...ofLayers } = lists;
  const config = { ...plain, ...sizes, ...ofLayers };
  refuseOtherReading(config, pruned);
  return { config, loads: loadsOf(mapped, pruned, config) };
}

/** The family's own keys, as far as the smaller architecture has others. The width of a head is said always: it no longer follows. */
function ownSizes({ family, architecture }: MappedCheckpoint, pruned: Architecture): Config {
  const { write, pruning }: Family = huggingFaceFamilies[family];
  const [before, after]: [Config, Config] = [write(architecture), write(pruned)];
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
  );
  const cutsHeads = pruning.headsStay === undefined;
  return { ...(cutsHeads ? blockSizesOf(after, pruned) : {}), ...Object.fromEntries(changed) };
}

function blockSizes(mapped: MappedCheckpoint, pruned: Architecture): Config {
  const written: Config = huggingFaceFamilies["nemotron-nas"].write(pruned);
  const renamed = {
    model_type: "nemotron-nas",
    architectures: [huggingFaceClass(pruned, "nemotron-nas")],
    auto_map: mapped.config.auto_map ?? written.auto_map,
  };
  return { ...(isLikeNemotron(mapped) ? renamed : {}), ...blockSizesOf(written, pruned) };
}

function blockSizesOf(written: Config, { layers }: Architecture): Config {
  const [headDim] = layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer.headDim] : []));
  const sizes: Config = { ...written, head_dim: headDim };
  return Object.fromEntries(
    blockKeys.flatMap((key) => (sizes[key] === undefined ? [] : [[key, sizes[key]]])),
  );
}

/** What is written must be what was planned; a key that this program does not know could say otherwise. */
function refuseOtherReading(config: Config, { layers }: Architecture): void {
  const { architectures: _, ...body } = config;
  const { value, problems } = resolveHuggingFaceConfig(body, { without: "pretraining" });
  if (JSON.stringify(value?.layers) === JSON.stringify(layers)) return;
  const why = problems?.[0]?.message ?? "its layers differ when it is read back";
  throw new WorkError(
    `the config of this family cannot express the result (${why}). Keep all layers, or use --for zerolm.`,
    { file: "config.json" },
  );
}
