import { networkProxy, sumOfReadings } from "./network-proxy.js";

/**
 * ln Σ|W ⊙ ∂R/∂W| with R the sum of the last hidden states of the network made linear (Tanaka et al. 2020). The logarithm keeps the order, and
 * the numbers in sight: the sum grows by several powers of ten a layer.
 */
export const synflow = networkProxy({
  name: "synflow",
  summary: "ln of the synaptic flow through the linearised network, without data",
  source: "SynFlow, Tanaka et al. 2020, arXiv 2006.05467; as a proxy Abdelfattah et al. 2021",
  loss: "sum",
  statistics: { saliency: { of: "weight", times: "gradient", reduce: "absoluteSum" } },
  score: (readings) => Math.log(sumOfReadings(readings.saliency)),
});
