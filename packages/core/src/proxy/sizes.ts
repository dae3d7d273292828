import {
  defaultSequence,
  frameFlops,
  frameParameters,
  layerFlops,
  layerParameters,
} from "../architecture/cost.js";
import { wholeTerm } from "../capacity/exact-sum.js";
import { UsageError } from "../errors.js";
import { additiveScorer } from "./additive.js";
import type { Proxy } from "./proxy.js";

/** Counting parameters, the baseline that a proxy must beat. Embeddings and head included. */
export const parameters: Proxy = {
  name: "parameters",
  summary: "total parameter count; the baseline",
  source: "baseline",
  heeds: [],
  scorer: () =>
    additiveScorer({
      layer: (layer, frame) => wholeTerm(layerParameters(layer, frame)),
      rest: (frame) => {
        const { embedding, head } = frameParameters(frame);
        return wholeTerm(embedding + head);
      },
      scale: () => 1,
    }),
};

/** Counting the parameters of the layers and what is neither embedding nor projection to the vocabulary. */
export const nonEmbeddingParameters: Proxy = {
  name: "nonEmbeddingParameters",
  summary: "parameters without embeddings and vocabulary projection",
  source: "baseline; Kaplan et al. 2020",
  heeds: [],
  scorer: () =>
    additiveScorer({
      layer: (layer, frame) => wholeTerm(layerParameters(layer, frame)),
      rest: (frame) => {
        const { head, vocabularyProjection } = frameParameters(frame);
        return wholeTerm(head - vocabularyProjection);
      },
      scale: () => 1,
    }),
};

/** FLOPs of one forward pass over one sequence, multiply-add = 2. */
export const flops: Proxy = {
  name: "flops",
  summary: "FLOPs of a forward pass over one sequence",
  source: "baseline",
  heeds: ["sequence"],
  scorer: ({ sequence = defaultSequence }) => {
    if (!Number.isSafeInteger(sequence) || sequence < 1)
      throw new UsageError(`sequence must be a whole number of tokens from 1, not ${sequence}`);
    return additiveScorer({
      layer: (layer, frame) => wholeTerm(layerFlops(layer, frame, sequence)),
      rest: (frame) => wholeTerm(frameFlops(frame, sequence)),
      scale: () => 1,
    });
  },
};
