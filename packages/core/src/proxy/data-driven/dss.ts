import { networkProxy, sumOfReadings } from "./network-proxy.js";

/**
 * ln of Σ over mixers of ‖W‖* · ‖∂R/∂W‖* and Σ|W ⊙ ∂R/∂W| over FFNs, of the network made linear, R as in `synflow` (TF-TAS, Zhou et al. 2022).
 */
export const dss = networkProxy({
  name: "dss",
  summary: "ln of the diversity of mixers and saliency of FFNs in the linearised network, without data",
  source: "DSS-indicator, Zhou et al. 2022, Training-free Transformer Architecture Search, arXiv 2203.12217",
  loss: "sum",
  statistics: {
    weight: { of: "weight", reduce: "nuclearNorm", within: "mixers" },
    gradient: { of: "gradient", reduce: "nuclearNorm", within: "mixers" },
    saliency: { of: "weight", times: "gradient", reduce: "absoluteSum", within: "ffns" },
  },
  score: ({ weight = [], gradient = [], saliency }) =>
    Math.log(
      weight.reduce((sum, { values }, index) => sum + values[0]! * gradient[index]!.values[0]!, 0) +
        sumOfReadings(saliency),
    ),
});
