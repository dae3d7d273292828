import { frameFlops, frameParameters } from "@zerolm/core";
import type { MappedCheckpoint, MappedTensor } from "../map-checkpoint.js";
import type { SizeMeasure } from "./parts.js";

/** What is not cut, whatever the plan. */
export interface FrameSizes {
  /** All that stands outside the layers. */
  readonly fixed: number;
  /** Of it, embeddings and the projection to the vocabulary; for FLOPs, which have no such part, all of it. */
  readonly vocabulary: number;
}

/** The sizes of embeddings, final norm and head in a measure. */
export function frameSizes({ architecture, tensors }: MappedCheckpoint, measure: SizeMeasure): FrameSizes {
  if (measure === "parameters") {
    const { embedding, head, vocabularyProjection } = frameParameters(architecture);
    return { fixed: embedding + head, vocabulary: embedding + vocabularyProjection };
  }
  if (measure !== "bytes") {
    const flops = frameFlops(architecture, measure.flopsOver);
    return { fixed: flops, vocabulary: flops };
  }
  const outside = tensors.filter(({ named }) => named.layer === undefined);
  const size = (some: readonly MappedTensor[]): number =>
    some.reduce((sum, { tensor }) => sum + tensor.end - tensor.start, 0);
  return { fixed: size(outside), vocabulary: size(outside.filter(readsVocabulary)) };
}

const readsVocabulary = ({ named: { subModule, parts } }: MappedTensor): boolean =>
  subModule === "embedding" || parts[0]?.role === "vocabulary";
