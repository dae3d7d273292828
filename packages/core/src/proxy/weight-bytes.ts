import { z } from "zod";
import { bytesPerWeight } from "../architecture/cost.js";
import { additiveScorer } from "./additive.js";
import { dtypeOption } from "./dtype-option.js";
import { shapeProxy } from "./shape-proxy.js";
import { parameters } from "./sizes.js";

/**
 * Bytes of all weights as they are stored: parameters times the bytes of one.
 *
 * @example
 * weightBytes.scorer({ dtype: "bfloat16" }).score(architecture).value; // cost(architecture, { dtype: "bfloat16" }).weightBytes
 */
export const weightBytes = shapeProxy({
  name: "weightBytes",
  summary: "bytes of all weights as they are stored",
  source: "baseline",
  objectiveOnly: true,
  options: z.strictObject({ dtype: dtypeOption }),
  scorer: ({ dtype }) =>
    additiveScorer({
      ...parameters.scorer().additive,
      scale: () => bytesPerWeight[dtype],
    }),
});
