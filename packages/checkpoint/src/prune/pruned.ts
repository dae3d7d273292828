import type { Checkpoint } from "../checkpoint.js";
import type { MappedCheckpoint } from "../family/map.js";
import type { TensorData } from "../safetensors/write.js";
import { type PrunedConfig, prunedConfig } from "./config.js";
import { prunableParts } from "./parts.js";
import type { KeptPart, PrunePlan } from "./plan.js";
import { slicedTensor, wholeTensor } from "./slice.js";

/** A pruned checkpoint that nobody has written yet. */
export interface Pruned extends PrunedConfig {
  readonly tensors: readonly TensorData[];
}

/**
 * What a plan leaves of a checkpoint: tensors to be written with `safetensorsChunks` (read from the old files as they are written), and
 * the config that fits them. Tensors that the family does not know are carried along.
 */
export function prunedCheckpoint(checkpoint: Checkpoint, mapped: MappedCheckpoint, plan: PrunePlan): Pruned {
  const config = prunedConfig(checkpoint, mapped, plan);
  const parts = new Map(prunableParts(mapped).map((part) => [keyOf(part), part]));
  const kept = new Map(plan.parts.map((part) => [keyOf(part), part]));
  const numbers = new Map(config.layers.map(({ from }, index) => [from, index]));
  const known = mapped.tensors.flatMap((one): TensorData[] => {
    const { layer, subModule } = one.expected;
    if (layer === undefined || (subModule !== "attention" && subModule !== "ffn"))
      return [wholeTensor(one.tensor)];
    const key = keyOf({ layer, subModule });
    const [part, units] = [parts.get(key), kept.get(key)?.units ?? []];
    if (!part || units.length === 0) return [];
    return [slicedTensor(one, part, units, renumbered(one.tensor.name, layer, numbers.get(layer) as number))];
  });
  const unknown = mapped.unknown.flatMap((name) => {
    const tensor = checkpoint.tensors.get(name);
    return tensor ? [wholeTensor(tensor)] : [];
  });
  return { ...config, tensors: [...known, ...unknown] };
}

const keyOf = ({ layer, subModule }: Pick<KeptPart, "layer" | "subModule">): string =>
  `${layer} ${subModule}`;

const renumbered = (name: string, from: number, to: number): string =>
  name.replace(`layers.${from}.`, `layers.${to}.`);
