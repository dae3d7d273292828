import type { Architecture, Layer } from "@zerolm/core";
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
 * the config that fits them. Tensors that the family does not know are carried along, and go with their layer.
 *
 * @throws {WorkError} if the config would be read as another architecture
 */
export function prunedCheckpoint(mapped: MappedCheckpoint, plan: PrunePlan): Pruned {
  const parts = new Map(prunableParts(mapped).map((part) => [keyOf(part), part]));
  const kept = new Map(plan.parts.map((part) => [keyOf(part), part.units]));
  const layers = leftLayers(mapped, parts, kept);
  const architecture = { ...mapped.architecture, layers: [...layers.values()] };
  const numbers = new Map([...layers.keys()].map((layer, number) => [layer, number]));
  // Layers that follow the encoder's are numbered from 0 again; there none goes, so that names stay.
  const nameOf = (name: string, layer: number): string =>
    layers.size === mapped.architecture.layers.length && mapped.layerNumbers === undefined
      ? name
      : renumbered(name, numbers.get(layer));
  const known = mapped.tensors.flatMap((one): TensorData[] => {
    const { layer, subModule } = one.named;
    if (layer === undefined || (subModule !== "attention" && subModule !== "ffn"))
      return [wholeTensor(one.tensor)];
    const key = keyOf({ layer, subModule });
    const [part, units = []] = [parts.get(key), kept.get(key)];
    if (!part || units.length === 0) return [];
    return [slicedTensor(one, part, units, nameOf(one.tensor.name, layer))];
  });
  const carried = mapped.carried.flatMap(({ tensor, layer }) => {
    if (layer === undefined) return [wholeTensor(tensor)];
    return layers.has(layer) ? [wholeTensor(tensor, nameOf(tensor.name, layer))] : [];
  });
  const config = prunedConfig(mapped, architecture, [...layers.keys()]);
  return { ...config, architecture, tensors: [...known, ...carried] };
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
  const layers = architecture.layers.map(
    ({ mixer: _, cross: __, ffn: ___, ...rest }, layer): [number, Layer] => [
      layer,
      { ...left(layer, "attention"), ...left(layer, "ffn"), ...rest },
    ],
  );
  return new Map(layers.filter(([, { mixer, ffn }]) => mixer !== undefined || ffn !== undefined));
}

const keyOf = ({ layer, subModule }: Pick<KeptPart, "layer" | "subModule">): string =>
  `${layer} ${subModule}`;

/** The name of a tensor of a layer under another number, which is the first in it. */
const renumbered = (name: string, to: number | undefined): string => name.replace(/\.\d+\./, `.${to}.`);
