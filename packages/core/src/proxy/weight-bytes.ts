import { bytesPerWeight } from "../architecture/cost.js";
import { additiveScorer } from "./additive.js";
import type { Additive, Proxy } from "./proxy.js";
import { parameters } from "./sizes.js";

/**
 * Bytes of all weights as they are stored: parameters times the bytes of one.
 *
 * @example
 * weightBytes.scorer({ dtype: "bfloat16" }).score(architecture).value; // cost(architecture, { dtype: "bfloat16" }).weightBytes
 */
export const weightBytes: Proxy = {
  name: "weightBytes",
  summary: "bytes of all weights, stored as --dtype says",
  source: "baseline",
  objectiveOnly: true,
  heeds: ["dtype"],
  scorer: ({ dtype = "float32" }) =>
    additiveScorer({
      ...(parameters.scorer({}).additive as Additive),
      scale: () => bytesPerWeight[dtype],
    }),
};
