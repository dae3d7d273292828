import {
  type Architecture,
  type Axis,
  type Family,
  huggingFaceFamilies,
  type Layer,
  layerFlops,
  layerParameters,
  UsageError,
} from "@zerolm/core";
import type { MappedCheckpoint, MappedTensor } from "../map-checkpoint.js";
import { dtypes } from "../safetensors/dtype.js";

/**
 * What sizes are counted in: parameters, bytes as stored, or FLOPs of a forward pass over so many tokens. Parameters and FLOPs are those
 * of core's `cost`.
 */
export type SizeMeasure = "parameters" | "bytes" | { readonly flopsOver: number };

/** A sub-module that can be made smaller: the attention of a layer by whole key/value groups, its FFN by rows. */
export interface PrunablePart {
  readonly layer: number;
  readonly subModule: "attention" | "ffn";
  /** Groups of heads, or rows. */
  readonly units: number;
  /** Whether it stays whole, or goes altogether where that is allowed. */
  readonly fixed: boolean;
  /** Its tensors, norms among them. */
  readonly tensors: readonly MappedTensor[];
  /** Places along an axis that one unit takes; nothing if the axis stays as it is. */
  readonly unitSize: (axis: Pick<Axis, "of">) => number | undefined;
  /** The sub-module with so many units, as a layer that has nothing else; with none it is gone, its norm too. */
  readonly withUnits: (kept: number) => Layer;
  /** Its size with so many units. */
  readonly size: (kept: number, measure: SizeMeasure) => number;
}

/** Which axes are cut. */
export type CutAxes = Pick<PrunablePart, "unitSize">;

/** The families whose checkpoints are pruned. */
export const prunedFamilies = (): string[] =>
  Object.entries<Family>(huggingFaceFamilies).flatMap(([name, { pruning }]) =>
    pruning.unequalAs === undefined ? [] : [name],
  );

/**
 * What of a checkpoint can be cut.
 *
 * @throws {UsageError} for a family that is not pruned, with the reason
 */
export function prunableParts({ family, architecture, tensors }: MappedCheckpoint): PrunablePart[] {
  const { refused, headsStay }: Family["pruning"] = huggingFaceFamilies[family].pruning;
  if (refused !== undefined)
    throw new UsageError(
      `checkpoints of ${family} cannot be pruned: ${refused}. Supported families: ${prunedFamilies().join(", ")}.`,
    );
  const own = new Map<string, MappedTensor[]>();
  for (const one of tensors) {
    const key = `${one.named.layer} ${one.named.subModule}`;
    own.set(key, [...(own.get(key) ?? []), one]);
  }
  return architecture.layers.flatMap((layer, index) =>
    [attentionOf(layer, headsStay !== undefined), ffnOf(layer)].flatMap((cut) =>
      cut ? [partOf(cut, index, own.get(`${index} ${cut.subModule}`) ?? [], architecture)] : [],
    ),
  );
}

type Cut = Pick<PrunablePart, "subModule" | "units" | "fixed" | "unitSize" | "withUnits">;

function attentionOf({ mixer, cross }: Layer, fixed: boolean): Cut | undefined {
  if (mixer?.kind !== "attention") return undefined;
  const { heads, keyValueHeads, headDim } = mixer;
  const group = heads / keyValueHeads;
  return {
    subModule: "attention",
    units: keyValueHeads,
    fixed,
    unitSize: ({ of }) => (of === "query" ? group * headDim : of === "keyValue" ? headDim : undefined),
    withUnits: (kept) =>
      kept === 0
        ? {}
        : { mixer: { ...mixer, heads: kept * group, keyValueHeads: kept }, ...(cross ? { cross } : {}) },
  };
}

function ffnOf({ ffn }: Layer): Cut | undefined {
  const width = ffn && widthOf(ffn);
  if (ffn === undefined || width === undefined) return undefined;
  return {
    subModule: "ffn",
    units: width,
    fixed: false,
    unitSize: ({ of }) => (of === "ffn" ? 1 : undefined),
    withUnits: (kept) => (kept === 0 ? {} : { ffn: withWidth(ffn, kept) }),
  };
}

type Ffn = NonNullable<Layer["ffn"]>;

/** The inner width of an FFN that has one; neither a mixture nor several stacks have. */
function widthOf(ffn: Ffn): number | undefined {
  if (ffn.kind === "gated") return ffn.width;
  return ffn.kind === "plain" && ffn.widths.length === 1 ? ffn.widths[0] : undefined;
}

const withWidth = (ffn: Ffn, width: number): Ffn =>
  ffn.kind === "plain" ? { ...ffn, widths: [width] } : { ...ffn, width };

function partOf(
  cut: Cut,
  layer: number,
  tensors: readonly MappedTensor[],
  architecture: Architecture,
): PrunablePart {
  const size = (kept: number, measure: SizeMeasure): number => {
    if (measure === "parameters") return layerParameters(cut.withUnits(kept), architecture);
    if (measure !== "bytes") return layerFlops(cut.withUnits(kept), architecture, measure.flopsOver);
    return kept === 0 ? 0 : tensors.reduce((sum, one) => sum + keptBytes(cut, one, kept), 0);
  };
  return { ...cut, layer, tensors, size };
}

function keptBytes(cut: Cut, { tensor, named }: MappedTensor, kept: number): number {
  const numbers = named.parts.reduce(
    (sum, { rows, cols }) => sum + keptSize(cut, rows, kept) * (cols ? keptSize(cut, cols, kept) : 1),
    0,
  );
  return numbers * dtypes[tensor.dtype].bytes;
}

/** How long an axis is with so many units. */
export function keptSize({ unitSize }: CutAxes, axis: Axis, kept: number): number {
  const size = unitSize(axis);
  return size === undefined ? axis.size : kept * size;
}
