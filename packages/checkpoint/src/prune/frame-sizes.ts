import type { MappedCheckpoint, MappedTensor } from "../family/map.js";
import { elements } from "../safetensors/tensor.js";
import { type SizeMeasure, weightOf } from "./parts.js";

/** What is not cut, whatever the plan. */
export interface FrameSizes {
  /** All that stands outside the layers. */
  readonly fixed: number;
  /** Of it, embeddings and the projection to the vocabulary. */
  readonly vocabulary: number;
}

/** The sizes of embeddings, final norm and head in a measure. */
export function frameSizes(mapped: MappedCheckpoint, measure: SizeMeasure): FrameSizes {
  if (typeof measure === "object") {
    const flops = headFlops(mapped, measure.flopsOver);
    return { fixed: flops, vocabulary: flops };
  }
  const outside = mapped.tensors.filter(({ expected }) => expected.layer === undefined);
  const size = (tensors: readonly MappedTensor[]): number =>
    tensors.reduce((sum, { tensor }) => sum + elements(tensor) * weightOf(tensor, measure), 0);
  return { fixed: size(outside), vocabulary: size(outside.filter(readsVocabulary)) };
}

const readsVocabulary = ({ expected }: MappedTensor): boolean =>
  expected.subModule === "embedding" ||
  (expected.subModule === "head" && expected.parts[0]?.role === "vocabulary");

/** Looking up embeddings costs nothing. The vocabulary is projected to unless there is a task head; a tied one has no tensor of its own. */
function headFlops({ matrices, sizes }: MappedCheckpoint, sequence: number): number {
  const task = matrices.filter(({ subModule, role }) => subModule === "head" && role === "task");
  const numbers = task.reduce((sum, { rows, cols }) => sum + rows.size * cols.size, 0);
  return 2 * sequence * (task.length > 0 ? numbers : sizes.vocabulary * sizes.hidden);
}
