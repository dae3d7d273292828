import { z } from "zod";
import { layerCache } from "../architecture/cache.js";
import { bytesPerWeight, defaultBatch, defaultContext, layerParameters } from "../architecture/cost.js";
import { wholeTerm } from "../capacity/exact-sum.js";
import { additiveScorer } from "./additive.js";
import { dtypeOption } from "./dtype-option.js";
import { shapeProxy } from "./shape-proxy.js";
import { maximumSequence, parameters } from "./sizes.js";

/** Sequences at once; with the longest context the counts of large models are still whole numbers in a double. */
const maximumBatch = 2 ** 16;

/**
 * Bytes that generation holds: all weights, and the keys and values of `batch` sequences of `context` tokens. Windows bound what a layer
 * holds. An encoder holds its weights alone. Activations are not counted.
 *
 * @example
 * memory.scorer({ dtype: "bfloat16", context: 8192 }).score(architecture).value; // cost(architecture, …).memory.bytes
 */
export const memory = shapeProxy({
  name: "memory",
  summary: "bytes of weights and KV cache (of encoders, the weights alone)",
  source: "baseline",
  objectiveOnly: true,
  options: z.strictObject({
    dtype: dtypeOption,
    context: z
      .int()
      .min(1)
      .max(maximumSequence)
      .default(defaultContext)
      .meta({ unit: "tokens" })
      .describe("tokens of a sequence in the KV cache, for memory"),
    batch: z
      .int()
      .min(1)
      .max(maximumBatch)
      .default(defaultBatch)
      .meta({ unit: "sequences" })
      .describe("sequences in the KV cache, for memory"),
  }),
  scorer: ({ dtype, context, batch }) =>
    additiveScorer({
      layer: (layer, frame) =>
        wholeTerm(layerParameters(layer, frame) + batch * layerCache(layer, frame, context)),
      rest: parameters.scorer().additive.rest,
      scale: () => bytesPerWeight[dtype],
    }),
});
