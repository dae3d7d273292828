import { networkProxy, sumOfReadings } from "./network-proxy.js";

/** Σ over the matrices of mixers of ‖W‖* · ‖G‖*, nuclear norms (Zhou et al. 2022). */
export const synapticDiversity = networkProxy({
  name: "synapticDiversity",
  summary: "Σ over the matrices of mixers of the product of the nuclear norms of weight and gradient",
  source:
    "Zhou et al. 2022, Training-free Transformer Architecture Search, arXiv 2203.12217; Serianni & Kalita 2023",
  loss: "asked",
  statistics: {
    weight: { of: "weight", reduce: "nuclearNorm", within: "mixers" },
    gradient: { of: "gradient", reduce: "nuclearNorm", within: "mixers" },
  },
  score: ({ weight = [], gradient = [] }) =>
    weight.reduce((sum, { values }, index) => sum + values[0]! * gradient[index]!.values[0]!, 0),
});

/** Σ|W ⊙ G| over FFNs alone (Zhou et al. 2022). */
export const synapticSaliency = networkProxy({
  name: "synapticSaliency",
  summary: "Σ|weight · gradient| over the FFNs alone",
  source: "Zhou et al. 2022, arXiv 2203.12217, after Tanaka et al. 2020; Serianni & Kalita 2023",
  loss: "asked",
  statistics: {
    saliency: { of: "weight", times: "gradient", reduce: "absoluteSum", within: "ffns" },
  },
  score: (readings) => sumOfReadings(readings.saliency),
});
