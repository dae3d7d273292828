import { bytesPerWeight, layerCacheEntries } from "../architecture/cost.js";
import { wholeTerm, zero } from "../capacity/exact-sum.js";
import { additiveScorer } from "./additive.js";
import type { Proxy } from "./proxy.js";

/**
 * Bytes of keys and values that generation keeps for each token; 0 for an encoder.
 *
 * @example
 * kvBytes.scorer({ dtype: "bfloat16" }).score(architecture).value; // cost(architecture, { dtype: "bfloat16" }).cacheBytesPerToken
 */
export const kvBytes: Proxy = {
  name: "kvBytes",
  summary: "KV-cache bytes a token, stored as --dtype says; 0 for encoders",
  source: "baseline",
  objectiveOnly: true,
  heeds: ["dtype"],
  scorer: ({ dtype = "float32" }) =>
    additiveScorer({
      layer: (layer, frame) => wholeTerm(layerCacheEntries(layer, frame)),
      rest: () => zero,
      scale: () => bytesPerWeight[dtype],
    }),
};
