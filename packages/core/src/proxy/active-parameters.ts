import { z } from "zod";
import { frameParameters, idleParameters, layerParameters } from "../architecture/cost.js";
import { wholeTerm } from "../capacity/exact-sum.js";
import { additiveScorer } from "./additive.js";
import { shapeProxy } from "./shape-proxy.js";

/**
 * Parameters that a token passes: all but those of the experts that it is not sent to. Without a mixture of experts it is the count of
 * all parameters.
 *
 * @example
 * activeParameters.scorer().score(architecture).value; // cost(architecture).parameters.active
 */
export const activeParameters = shapeProxy({
  name: "activeParameters",
  summary: "active parameters: all but those of experts that a token does not use",
  source: "baseline",
  objectiveOnly: true,
  options: z.strictObject({}),
  scorer: () =>
    additiveScorer({
      layer: (layer, frame) => wholeTerm(layerParameters(layer, frame) - idleParameters(layer, frame)),
      rest: (frame) => {
        const { embedding, head } = frameParameters(frame);
        return wholeTerm(embedding + head);
      },
      scale: () => 1,
    }),
});
