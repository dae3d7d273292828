import type { Architecture, Layer } from "@zerolm/core";
import type { Checkpoint } from "../checkpoint.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import type { TensorData } from "../safetensors/write.js";
import { type PrunedConfig, prunedConfig } from "./config.js";
import { type PrunablePart, prunableParts } from "./parts.js";
import type { KeptPart, PrunePlan } from "./plan.js";
import { slicedTensor, wholeTensor } from "./slice.js";

/** A pruned checkpoint that nobody has written yet. */
export interface Pruned extends PrunedConfig {
  /** What is left; a layer of which nothing is left is gone. */
  readonly architecture: Architecture;
  readonly tensors: readonly TensorData[];
}

/**
 * What a plan leaves of a checkpoint: tensors to be written with `safetensorsChunks` (read from the old files as they are written), and
 * the config that fits them. Tensors that the family does not know are carried along.
 */
export function prunedCheckpoint(checkpoint: Checkpoint, mapped: MappedCheckpoint, plan: PrunePlan): Pruned {
  const parts = new Map(prunableParts(mapped).map((part) => [keyOf(part), part]));
  const kept = new Map(plan.parts.map((part) => [keyOf(part), part.units]));
  const layers = leftLayers(mapped, parts, kept);
  const architecture = { ...mapped.architecture, layers: [...layers.values()] };
  const numbers = new Map([...layers.keys()].map((layer, number) => [layer, number]));
  const known = mapped.tensors.flatMap((one): TensorData[] => {
    const { layer, subModule } = one.named;
    if (layer === undefined || (subModule !== "attention" && subModule !== "ffn"))
      return [wholeTensor(one.tensor)];
    const key = keyOf({ layer, subModule });
    const [part, units = []] = [parts.get(key), kept.get(key)];
    if (!part || units.length === 0) return [];
    const name = renumbered(one.tensor.name, mapped.layerNumbers?.[layer] ?? layer, numbers.get(layer));
    return [slicedTensor(one, part, units, name)];
  });
  const unknown = mapped.unknown.flatMap((name) => {
    const tensor = checkpoint.tensors.get(name);
    return tensor ? [wholeTensor(tensor)] : [];
  });
  const config = prunedConfig(checkpoint.config, mapped, architecture);
  return { ...config, architecture, tensors: [...known, ...unknown] };
}

/** What is left of each layer of which something is, by its number in the architecture. */
function leftLayers(
  { architecture }: MappedCheckpoint,
  parts: ReadonlyMap<string, PrunablePart>,
  kept: ReadonlyMap<string, readonly number[]>,
): Map<number, Layer> {
  const left = (layer: number, subModule: KeptPart["subModule"]): Layer | undefined => {
    const key = keyOf({ layer, subModule });
    return parts.get(key)?.withUnits(kept.get(key)?.length ?? 0);
  };
  const layers = architecture.layers.map((_, layer): [number, Layer] => [
    layer,
    { ...left(layer, "attention"), ...left(layer, "ffn") },
  ]);
  return new Map(layers.filter(([, { mixer, ffn }]) => mixer !== undefined || ffn !== undefined));
}

const keyOf = ({ layer, subModule }: Pick<KeptPart, "layer" | "subModule">): string =>
  `${layer} ${subModule}`;

const renumbered = (name: string, from: number, to: number | undefined): string =>
  name.replace(`layers.${from}.`, `layers.${to}.`);
