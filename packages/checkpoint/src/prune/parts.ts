import { UsageError } from "@zerolm/core";
import type { Axis, LayerSizes } from "../family/family.js";
import type { MappedCheckpoint, MappedTensor } from "../family/map.js";
import { type DtypeName, dtypes } from "../safetensors/dtype.js";

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

const prunable: readonly string[] = ["llama", "mistral", "qwen2", "qwen3", "gemma", "phi3", "nemotron-nas"];

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

/**
 * What sizes are counted in: numbers, bytes as stored, or FLOPs of a forward pass over so many tokens (a multiply-add counts 2, attention's
 * QKᵀ and AV in full, norms and biases nothing: as core's `cost`).
 */
export type SizeMeasure = "parameters" | "bytes" | { readonly flopsOver: number };

/** The size of a part with so many units kept; with none it is gone, its norm too. */
export function partSize(part: PrunablePart, kept: number, measure: SizeMeasure): number {
  if (kept === 0) return 0;
  const tensors = part.tensors.reduce((sum, { tensor, expected }) => {
    const [first] = expected.parts;
    if (typeof measure === "object" && first?.cols === undefined) return sum;
    const numbers = expected.parts.reduce(
      (total, { rows, cols }) => total + keptSize(part, rows, kept) * (cols ? keptSize(part, cols, kept) : 1),
      0,
    );
    return sum + numbers * weightOf(tensor, measure);
  }, 0);
  return tensors + (typeof measure === "object" ? interactionFlops(part, kept, measure.flopsOver) : 0);
}

/** What one number of a matrix counts. */
export function weightOf({ dtype }: { readonly dtype: DtypeName }, measure: SizeMeasure): number {
  if (typeof measure === "object") return 2 * measure.flopsOver;
  return measure === "bytes" ? dtypes[dtype].bytes : 1;
}

/** Queries with keys, and weights with values: each a multiply-add for every pair of tokens and number of a head. */
function interactionFlops(part: PrunablePart, kept: number, sequence: number): number {
  if (part.subModule !== "attention") return 0;
  return 4 * sequence ** 2 * kept * part.unitSize({ of: "query", size: 0 });
}

/** How long an axis is when so many units are kept. */
export function keptSize({ unitSize }: PrunablePart, axis: Axis, kept: number): number {
  return axis.of === "other" ? axis.size : kept * unitSize(axis);
}
