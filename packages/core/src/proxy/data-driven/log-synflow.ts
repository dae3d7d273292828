import { networkProxy, sumOfReadings } from "./network-proxy.js";

/**
 * ln Σ|W ⊙ ln(1 + |∂R/∂W|)| of the network made linear, R as in `synflow` (Cavagnero et al. 2022): a few matrices whose gradients explode do not
 * decide alone.
 */
export const logSynflow = networkProxy({
  name: "logSynflow",
  summary: "synflow with the logarithm of each gradient, without data",
  source: "LogSynflow, Cavagnero et al. 2022, FreeREA, arXiv 2207.05135",
  loss: "sum",
  statistics: { saliency: { of: "weight", times: "logGradient", reduce: "absoluteSum" } },
  score: (readings) => Math.log(sumOfReadings(readings.saliency)),
});
