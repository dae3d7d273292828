import { UsageError } from "@zerolm/core";
import type { Axis, LayerSizes } from "../family/family.js";
import type { MappedCheckpoint, MappedTensor } from "../family/map.js";
import { dtypes } from "../safetensors/dtype.js";

/** A sub-module that can be made smaller: the attention of a layer by whole key/value groups, its FFN by rows. */
export interface PrunablePart {
  readonly layer: number;
  readonly subModule: "attention" | "ffn";
  /** Groups of heads, or rows. */
  readonly units: number;
  /** Its tensors, norms among them. */
  readonly tensors: readonly MappedTensor[];
  /** Places along an axis that one unit takes. */
  readonly unitSize: (axis: Axis) => number;
}

const prunable: readonly string[] = ["llama", "mistral", "qwen2", "qwen3", "phi3", "nemotron-nas"];

/**
 * What of a checkpoint can be cut.
 *
 * @throws {UsageError} for a family whose config cannot say what was cut
 */
export function prunableParts({ family, sizes, tensors }: MappedCheckpoint): PrunablePart[] {
  if (!prunable.includes(family))
    throw new UsageError(`checkpoints of ${family} are not cut; those of ${prunable.join(", ")} are`);
  return sizes.layers.flatMap((layer, index) => {
    const own = (subModule: "attention" | "ffn"): MappedTensor[] =>
      tensors.filter(({ expected }) => expected.layer === index && expected.subModule === subModule);
    const unitSize = unitSizes(layer);
    const attention = {
      layer: index,
      subModule: "attention",
      units: layer.keyValueHeads,
      tensors: own("attention"),
      unitSize,
    } as const;
    const ffn = {
      layer: index,
      subModule: "ffn",
      units: layer.ffnWidth,
      tensors: own("ffn"),
      unitSize,
    } as const;
    return [attention, ffn].filter(({ units }) => units > 0);
  });
}

const unitSizes =
  ({ heads, keyValueHeads, headDim }: LayerSizes) =>
  ({ of }: Axis): number =>
    of === "query" ? (heads / keyValueHeads) * headDim : of === "keyValue" ? headDim : of === "ffn" ? 1 : 0;

/** What sizes are counted in. `bytes` as stored. */
export type SizeMeasure = "parameters" | "bytes";

/** The size of a part with so many units kept; with none it is gone, its norm too. */
export function partSize(part: PrunablePart, kept: number, measure: SizeMeasure): number {
  if (kept === 0) return 0;
  return part.tensors.reduce((sum, { tensor, expected }) => {
    const numbers = expected.parts.reduce(
      (total, { rows, cols }) => total + keptSize(part, rows, kept) * (cols ? keptSize(part, cols, kept) : 1),
      0,
    );
    return sum + numbers * (measure === "bytes" ? dtypes[tensor.dtype].bytes : 1);
  }, 0);
}

/** How long an axis is when so many units are kept. */
export function keptSize({ unitSize }: PrunablePart, axis: Axis, kept: number): number {
  return axis.of === "other" ? axis.size : kept * unitSize(axis);
}
