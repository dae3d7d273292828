import { frameFlops, frameParameters } from "@zerolm/core";
import type { CarriedTensor, MappedCheckpoint, MappedTensor } from "../map-checkpoint.js";
import { dtypes } from "../safetensors/dtype.js";
import { elements, type Tensor } from "../safetensors/tensor.js";
import { type PrunablePart, prunableParts, type SizeMeasure } from "./parts.js";

/** What is not cut, whatever the plan. */
export interface FrameSizes {
  /** All that stands outside the layers, and what the family does not know. */
  readonly fixed: number;
  /** Of it, embeddings and the projection to the vocabulary; for FLOPs, which have no such part, all of it. */
  readonly vocabulary: number;
}

/** What a checkpoint is in some measure, and the part of it that is neither an embedding nor a projection to the vocabulary. */
export interface WholeSizes {
  readonly size: number;
  readonly nonEmbeddingSize: number;
}

/** Nothing cut. */
export function wholeSizes(
  mapped: MappedCheckpoint,
  measure: SizeMeasure,
  parts: readonly PrunablePart[] = prunableParts(mapped),
): WholeSizes {
  const { fixed, vocabulary } = frameSizes(mapped, measure);
  const size = parts.reduce((sum, part) => sum + part.size(part.units, measure), fixed);
  return { size, nonEmbeddingSize: size - vocabulary };
}

/** The sizes of embeddings, final norm and head in a measure, and of tensors that the family does not know. */
export function frameSizes(mapped: MappedCheckpoint, measure: SizeMeasure): FrameSizes {
  const { architecture, carried, tensors } = mapped;
  if (typeof measure === "object") {
    const flops = frameFlops(architecture, measure.flopsOver);
    return { fixed: flops, vocabulary: flops };
  }
  const unknown = carriedSize(carried, measure);
  if (measure === "parameters") {
    const { embedding, head, vocabularyProjection } = frameParameters(architecture);
    return { fixed: embedding + head + unknown, vocabulary: embedding + vocabularyProjection };
  }
  const outside = tensors.filter(({ named }) => named.layer === undefined);
  const size = (some: readonly MappedTensor[]): number =>
    some.reduce((sum, { tensor }) => sum + bytesOf(tensor), 0);
  return { fixed: size(outside) + unknown, vocabulary: size(outside.filter(readsVocabulary)) };
}

/** The size of tensors that the family does not know; whole numbers among them are no parameters, and none has FLOPs. */
export function carriedSize(carried: readonly CarriedTensor[], measure: SizeMeasure): number {
  if (typeof measure === "object") return 0;
  const size = (tensor: Tensor): number =>
    measure === "bytes" ? bytesOf(tensor) : dtypes[tensor.dtype].float ? elements(tensor) : 0;
  return carried.reduce((sum, { tensor }) => sum + size(tensor), 0);
}

const bytesOf = ({ start, end }: Tensor): number => end - start;

const readsVocabulary = ({ named: { subModule, parts } }: MappedTensor): boolean =>
  subModule === "embedding" || parts[0]?.role === "vocabulary";
