import { z } from "zod";
import {
  defaultSequence,
  frameFlops,
  frameParameters,
  layerFlops,
  layerParameters,
} from "../architecture/cost.js";
import { wholeTerm } from "../capacity/exact-sum.js";
import { additiveScorer } from "./additive.js";
import { shapeProxy } from "./shape-proxy.js";

/** Sixteen million tokens; beyond them FLOPs of large models leave the whole numbers. */
export const maximumSequence = 2 ** 24;

/** Counting parameters, the baseline that a proxy must beat. Embeddings and head included. */
export const parameters = shapeProxy({
  name: "parameters",
  summary: "total parameter count, the baseline",
  source: "baseline",
  options: z.strictObject({}),
  scorer: () =>
    additiveScorer({
      layersIgnoreVocabulary: true,
      layer: (layer, frame) => wholeTerm(layerParameters(layer, frame)),
      rest: (frame) => {
        const { embedding, head } = frameParameters(frame);
        return wholeTerm(embedding + head);
      },
      scale: () => 1,
    }),
});

/** Counting the parameters of the layers and what is neither embedding nor projection to the vocabulary. */
export const nonEmbeddingParameters = shapeProxy({
  name: "nonEmbeddingParameters",
  summary: "parameters without embeddings and vocabulary projection",
  source: "baseline; Kaplan et al. 2020",
  options: z.strictObject({}),
  scorer: () =>
    additiveScorer({
      layer: (layer, frame) => wholeTerm(layerParameters(layer, frame)),
      rest: (frame) => {
        const { head, vocabularyProjection } = frameParameters(frame);
        return wholeTerm(head - vocabularyProjection);
      },
      scale: () => 1,
    }),
});

/** FLOPs of one forward pass over one sequence, multiply-add = 2. */
export const flops = shapeProxy({
  name: "flops",
  summary: "FLOPs of a forward pass over one sequence",
  source: "baseline",
  options: z.strictObject({
    sequence: z
      .int()
      .min(1)
      .max(maximumSequence)
      .default(defaultSequence)
      .meta({ unit: "tokens" })
      .describe("tokens in a sequence of text, for FLOPs"),
  }),
  scorer: ({ sequence }) =>
    additiveScorer({
      layer: (layer, frame) => wholeTerm(layerFlops(layer, frame, sequence)),
      rest: (frame) => wholeTerm(frameFlops(frame, sequence)),
      scale: () => 1,
    }),
});
