import { z } from "zod";
import { layerCacheEntries } from "../architecture/cache.js";
import { bytesPerWeight } from "../architecture/cost.js";
import { wholeTerm, zero } from "../capacity/exact-sum.js";
import { additiveScorer } from "./additive.js";
import { dtypeOption } from "./dtype-option.js";
import { shapeProxy } from "./shape-proxy.js";

/**
 * Bytes of keys and values that generation adds for each token, until a sliding window is full; 0 for an encoder.
 *
 * @example
 * kvBytes.scorer({ dtype: "bfloat16" }).score(architecture).value; // cost(architecture, { dtype: "bfloat16" }).cacheBytesPerToken
 */
export const kvBytes = shapeProxy({
  name: "kvBytes",
  summary: "KV-cache bytes per token as they are stored, 0 for encoders",
  source: "baseline",
  objectiveOnly: true,
  options: z.strictObject({ dtype: dtypeOption }),
  scorer: ({ dtype }) =>
    additiveScorer({
      layer: (layer, frame) => wholeTerm(layerCacheEntries(layer, frame)),
      rest: () => zero,
      scale: () => bytesPerWeight[dtype],
    }),
});
