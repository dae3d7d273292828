import type { Architecture, Layer } from "../architecture/architecture.js";
import { type EmbeddingNames, embeddingTensors, type HeadNames, headTensors } from "./frame-tensors.js";
import { type LayerNames, layerTensors } from "./layer-tensors.js";
import type { NamedTensor } from "./named-tensor.js";

/** What a family calls the tensors of a model, without its prefix. */
export interface TensorNames {
  readonly embedding: EmbeddingNames;
  readonly head: HeadNames;
  /** @param number of the layer in the file */
  readonly layer: (number: number, layer: Layer, architecture: Architecture) => LayerNames;
}

/** Which tensors a checkpoint of an architecture may have. */
export type TensorsOf = (architecture: Architecture, numbers?: readonly number[]) => readonly NamedTensor[];

/**
 * Every tensor that a checkpoint of a family with these names may have: embeddings, head, layer by layer.
 *
 * @returns a function that takes an architecture, and the numbers of its layers in the file if some of the file's hold nothing
 */
export const namedTensors =
  ({ embedding, head, layer: namesOf }: TensorNames): TensorsOf =>
  (architecture, numbers) => [
    ...embeddingTensors(architecture, embedding),
    ...headTensors(architecture, head, embedding.vocabulary ?? ""),
    ...architecture.layers.flatMap((layer, index) =>
      layerTensors(layer, index, architecture, namesOf(numbers?.[index] ?? index, layer, architecture)),
    ),
  ];
